package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file. Reads and writes name their place, so any thread may read while one writes. Offsets and lengths are in bytes.
 */
public interface StorageFile extends AutoCloseable {

    /**
     * Writes all that remains in the (direct) buffer at the offset; the buffer's position is then its limit. Not durable before
     * {@link #sync}.
     *
     * @throws NoSpaceException when there is no room; a part may have been written
     */
    void write(ByteBuffer source, long offset) throws IOException;

    /**
     * Reads until the buffer is full or the file ends.
     *
     * @return bytes read, 0 at or behind the end of the file
     */
    int read(ByteBuffer target, long offset) throws IOException;

    /** Returns when all that was written before is durable. After a failure nothing is known of any of it. */
    void sync() throws IOException;

    /** Cuts the file to the length. Durable with the next sync. */
    void shorten(long length) throws IOException;

    long length() throws IOException;

    /** It has another name from now on: for messages. */
    void renamed(String name);

    @Override
    void close() throws IOException;
}
