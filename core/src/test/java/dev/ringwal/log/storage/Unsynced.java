package dev.ringwal.log.storage;

/** What a power cut leaves of that which no sync has covered. */
public enum Unsynced {

    /** Nothing: every file and name as last synced. */
    LOST,

    /** All of it, as if the system had written it out just before. */
    KEPT,

    /**
     * Any mixture, by the storage's seed: of file contents each sector of 512 bytes is kept, lost, zeroed or garbled, but never a
     * byte that is as last synced; each file's length and each name is old or new, in no order; of a mapped page each sector is as
     * synced or as it was at some time since.
     */
    SCATTERED
}
