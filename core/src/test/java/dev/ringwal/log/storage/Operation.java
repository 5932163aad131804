package dev.ringwal.log.storage;

/** What a log asks of its {@link Storage}, as {@link MemoryStorage} counts it, announces it and makes it fail. */
public enum Operation {
    LIST(false),
    OPEN(false),
    READ(false),
    CREATE(true),
    LINK(true),
    DELETE(true),
    SYNC_DIRECTORY(true),
    WRITE(true),
    SHORTEN(true),
    SYNC(true),
    LOCK(true),
    MAP_STATE(false),

    /** {@link StatePage#bytes}: asked for before each store, since the store itself goes through no call. */
    STORE_STATE(true),
    SYNC_STATE(true);

    private final boolean change;

    Operation(boolean change) {
        this.change = change;
    }

    /** Whether it changes the disk or makes a change durable. To crash anywhere else is to crash at the next change. */
    public boolean isChange() {
        return change;
    }
}
