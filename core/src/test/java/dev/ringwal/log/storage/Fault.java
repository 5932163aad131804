package dev.ringwal.log.storage;

/** How an operation of a {@link MemoryStorage} goes wrong. */
public enum Fault {
    FAILS,

    /** Of a write half is written first. */
    FAILS_HALF_WAY,

    /** The machine stops; of a write any part is written first. */
    CRASHES
}
