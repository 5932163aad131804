package dev.ringwal.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells the witness of acknowledgements, 16 bytes each: the sequence, then producer (8 bits) and latency in nanoseconds (56 bits).
 * Before each write to the pipe comes one with sequence -1 and the number of syncs so far. Used by the log's notifying thread only;
 * what is reported was acknowledged, but not everything acknowledged is reported when the process is killed.
 */
final class Reports {

    static final int REPORT_BYTES = 16;
    static final long SYNCS = -1;
    static final int PRODUCER_SHIFT = 56;
    static final long LATENCY_MASK = (1L << PRODUCER_SHIFT) - 1;

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final WritableByteChannel pipe;
    private final LongSupplier syncs;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long flushedNanos;

    Reports(WritableByteChannel pipe, LongSupplier syncs) {
        this.pipe = pipe;
        this.syncs = syncs;
    }

    void acknowledged(long sequence, int producer, long latencyNanos, long nowNanos) {
        put(sequence, (long) producer << PRODUCER_SHIFT | latencyNanos & LATENCY_MASK);
        if (buffer.remaining() < 2 * REPORT_BYTES || nowNanos - flushedNanos > FLUSH_NANOS) {
            put(SYNCS, syncs.getAsLong());
            flush();
            flushedNanos = nowNanos;
        }
    }

    private void put(long sequence, long value) {
        buffer.putLong(sequence).putLong(value);
    }

    private void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                pipe.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }
}
