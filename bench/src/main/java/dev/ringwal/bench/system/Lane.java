package dev.ringwal.bench.system;

import java.io.IOException;

/**
 * One producer's way into a system; used by that producer's thread alone, except for {@link #completed}. Records of one lane are
 * complete in the order in which they were handed in.
 */
public interface Lane {

    /** Appends one record and returns when it is as durable as the system was opened for. Nothing else may be in flight. */
    void appendAndWait(byte[] payload) throws IOException;

    /** Hands in a record, waiting while {@link Settings#inFlight} are on their way. */
    void append(byte[] payload) throws IOException;

    /** Sends off what {@code append} may have gathered. */
    default void flush() throws IOException {
    }

    /**
     * Appends records together, atomically where the system can; waits until those that precede them are complete, and not
     * longer.
     */
    default void appendBatch(byte[][] payloads) throws IOException {
        drain();
        for (byte[] payload : payloads) {
            append(payload);
        }
        flush();
    }

    /** Returns when nothing is in flight; fails if anything that was handed in has failed. */
    void drain() throws IOException;

    /** Records that are complete. Any thread. */
    long completed();
}
