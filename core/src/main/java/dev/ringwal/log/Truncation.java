package dev.ringwal.log;

/** What a truncation of the log's end may do to consumers. */
public enum Truncation {

    /** It is refused if some consumer has committed a record that would go. */
    UNLESS_CONSUMED,

    /** Consumers behind the new end are moved back to it. */
    EVEN_IF_CONSUMED
}
