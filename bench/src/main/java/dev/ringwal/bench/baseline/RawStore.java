package dev.ringwal.bench.baseline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Where raw systems put groups of records. One thread at a time. */
interface RawStore extends AutoCloseable {

    /** Writes the buffer's bytes behind the last ones, with one positional write. */
    void write(ByteBuffer group) throws IOException;

    void sync() throws IOException;

    /** Syncs so far. Any thread. */
    long syncs();

    /** Reads what is still there, front to back. */
    long read(RawRecords records, Consumer<ByteBuffer> payload) throws IOException;

    @Override
    void close() throws IOException;
}
