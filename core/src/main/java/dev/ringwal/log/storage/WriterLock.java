package dev.ringwal.log.storage;

import java.io.IOException;

/** Held by the one writer of a directory until closed. */
public interface WriterLock extends AutoCloseable {

    @Override
    void close() throws IOException;
}
