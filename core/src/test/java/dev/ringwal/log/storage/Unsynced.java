package dev.ringwal.log.storage;

/** What a power cut leaves of that which no sync has covered. Bytes that are as last synced are never harmed but by the last of these. */
public enum Unsynced {

    /** Nothing: every file and name as last synced. */
    LOST,

    /** All of it, as if the system had written it out just before. */
    KEPT,

    /** Of each file the later half of the sectors that were written, and none before; the file has its new length. */
    LATER_KEPT,

    /** All of it, with other values in every byte that was changed. */
    GARBLED,

    /**
     * Any mixture, by the storage's seed: of file contents each sector of 512 bytes is kept, lost, zeroed or garbled, but never a
     * byte that is as last synced; each file's length and each name is old or new, in no order; of a mapped page each sector is as
     * synced or as it was at some time since.
     */
    SCATTERED,

    /**
     * As before, but a sector that is garbled is so altogether, synced bytes included: a disk without powersafe overwrite, which a log
     * that writes behind what it has synced cannot survive.
     */
    SECTORS_DESTROYED
}
