package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The {@code state} file mapped for writing: what is stored is at once with the operating system. */
public interface StatePage extends AutoCloseable {

    /**
     * The page, little endian; asked for before each store. That call or the store throws {@link InternalError} where the disk
     * fails.
     */
    ByteBuffer bytes();

    /** Returns when the page is durable. */
    void sync() throws IOException;

    /** The page must not be stored into afterwards. */
    @Override
    void close() throws IOException;
}
