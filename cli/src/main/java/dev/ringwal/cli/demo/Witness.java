package dev.ringwal.cli.demo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What was acknowledged, according to the journal's reports: who wrote which sequence, and how long it took. One thread reads; others
 * may look at the counts meanwhile, and at everything once it has ended.
 */
public final class Witness {

    private static final int CHUNK_RECORDS = 1 << 20;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final List<byte[]> producers = new ArrayList<>();
    private final Histogram latencyNanos = new Histogram(LONGEST_NANOS, 3);
    private volatile long acknowledged;
    private volatile long syncs;

    /** Reads reports until the pipe ends, which it does in the middle of one when the journal is killed. */
    public void read(InputStream pipe) throws IOException {
        try (DataInputStream reports = new DataInputStream(new BufferedInputStream(pipe, 1 << 16))) {
            while (true) {
                note(reports.readLong(), reports.readLong());
            }
        } catch (EOFException e) {
            // An unfinished report says nothing.
        }
    }

    private void note(long sequence, long value) {
        if (sequence == Reports.SYNCS) {
            syncs = value;
            return;
        }
        if (sequence != acknowledged) {
            throw new IllegalStateException("sequence " + sequence + " was acknowledged where " + acknowledged + " is next");
        }
        int place = (int) (sequence % CHUNK_RECORDS);
        if (place == 0) {
            producers.add(new byte[CHUNK_RECORDS]);
        }
        producers.get(producers.size() - 1)[place] = (byte) (value >>> Reports.PRODUCER_SHIFT);
        latencyNanos.recordValue(Math.min(value & Reports.LATENCY_MASK, LONGEST_NANOS));
        acknowledged = sequence + 1;
    }

    /** How many records were acknowledged: all sequences below. */
    public long acknowledged() {
        return acknowledged;
    }

    /** How many syncs that took. */
    public long syncs() {
        return syncs;
    }

    public Histogram latencyNanos() {
        return latencyNanos;
    }

    int producerOf(long sequence) {
        return producers.get((int) (sequence / CHUNK_RECORDS))[(int) (sequence % CHUNK_RECORDS)];
    }
}
