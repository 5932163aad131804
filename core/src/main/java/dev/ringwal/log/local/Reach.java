package dev.ringwal.log.local;

/** How far a log that has no live writer is read. With a live one it is always the durable sequence. */
public enum Reach {
    /** To the attested position: what a completed sync is known to have covered. */
    ATTESTED,
    /**
     * To where recovery would keep it. What lies behind the attested position may be in the page cache only. A damaged log,
     * which recovery would refuse, is read up to the damage.
     */
    RECOVERABLE
}
