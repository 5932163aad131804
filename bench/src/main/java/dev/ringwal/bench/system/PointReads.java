package dev.ringwal.bench.system;

import java.nio.ByteBuffer;

/** Reads records by their number, counted from 0. One thread. */
public interface PointReads extends AutoCloseable {

    /** The record's bytes, from position to limit, until the next call. */
    ByteBuffer read(long number);

    @Override
    void close();
}
