package dev.ringwal.log;

/** What is known of a failed append. */
public enum Outcome {
    /** The record is surely not in the log, now or after reopening. */
    NOT_WRITTEN,
    /** The record was handed in before the failure: it may be there after reopening. */
    UNKNOWN
}
