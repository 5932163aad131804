package dev.ringwal;

/** What a slot holds. */
enum SlotKind {
    /** Nothing: published because it was claimed. */
    BLANK,
    /** One record's bytes. */
    BYTES,
    /** A batch's records, encoded. */
    BATCH,
    /** A value that the encode stage turns into one record. */
    VALUE,
    /** A control entry: no record either, and without a sequence. */
    CONTROL,
    /** No record: has the log end in front of its end. */
    TRUNCATE,
    /** No record: completes when all before it is durable. */
    SYNC,
    /** The end marker: no stage goes beyond it. */
    END
}
