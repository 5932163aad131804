package dev.ringwal.bench.system;

import java.io.IOException;

/**
 * One producer's way into a system; used by that producer's thread alone, except for {@link #completed}. Records of one lane are
 * complete in the order in which they were handed in.
 */
public interface Lane {

    /** How many records of a lane may be in flight. */
    int IN_FLIGHT = 1024;

    /** Appends one record and returns when it is as durable as the system was opened for. Nothing else may be in flight. */
    void appendAndWait(byte[] payload) throws IOException;

    /** Hands in a record, waiting while {@link #IN_FLIGHT} are on their way. */
    void append(byte[] payload) throws IOException;

    /** Returns when nothing is in flight; fails if anything that was handed in has failed. */
    void drain() throws IOException;

    /** Records that are complete. Any thread. */
    long completed();
}
