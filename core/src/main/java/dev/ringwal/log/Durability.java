package dev.ringwal.log;

/** What an append's acknowledgement promises. */
public enum Durability {
    /** The bytes are with the operating system: they survive the process, but neither the machine nor a failing disk. */
    WRITTEN,
    /** A completed sync covers the record: it survives the machine. */
    SYNCED
}
