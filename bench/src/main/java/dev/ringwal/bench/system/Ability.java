package dev.ringwal.bench.system;

/** What can be asked of a system. */
public enum Ability {
    /** Appending through lanes. */
    APPEND,
    /** Telling when each record is complete. */
    TELL,
    /** Atomic batches, or groups that the producer makes. */
    BATCH,
    /** Reading back from front to back. */
    READ,
    /** Reading single records. */
    POINT_READ,
    /** Being closed or killed, and opened again. */
    REOPEN
}
