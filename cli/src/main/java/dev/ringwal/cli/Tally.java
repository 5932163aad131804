package dev.ringwal.cli;

import dev.ringwal.AppendCallback;
import dev.ringwal.Appender;
import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Window;
import dev.ringwal.log.LogException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Hands appends to the log and counts what comes of them: records, bytes, sequences, latencies, the first failure.
 *
 * <p>One thread appends, a thread of the log completes; since completions come in the order of the appends, what is known of an
 * append waits for its completion in a ring, and nothing is allocated. Results are read by whoever has closed the log.
 */
final class Tally implements AppendCallback {

    /** Told what was acknowledged, on the log's thread: must not wait. */
    @FunctionalInterface
    interface Acknowledged {
        void accept(long firstSequence, long lastSequence);
    }

    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Window window;
    private final Acknowledged acknowledged;
    private final long[] startNanos;
    private final int[] recordCount;
    private final long[] payloadBytes;
    /** Of the appending thread, as the next. */
    private long appended;
    private long startedNanos;
    /** Of the completing thread, as all below. */
    private long completed;
    private final Histogram latencyNanos = new Histogram(LONGEST_NANOS, 3);
    private long records;
    private long bytes;
    private long recordsAfterFailure;
    private long firstSequence = -1;
    private long lastSequence = -1;
    private long lastNanos;
    private @Nullable LogException failure;

    /** @param capacity how many appends may be under way at once, a power of two */
    Tally(int capacity, Window window, Acknowledged acknowledged) {
        this.window = window;
        this.acknowledged = acknowledged;
        this.startNanos = new long[capacity];
        this.recordCount = new int[capacity];
        this.payloadBytes = new long[capacity];
    }

    /** Appends what the window has let in. Waits where the log does. */
    <P> void append(Appender<P> appender, P payload, int count, long size) {
        int slot = (int) appended & startNanos.length - 1;
        long now = System.nanoTime();
        startNanos[slot] = now;
        recordCount[slot] = count;
        payloadBytes[slot] = size;
        if (appended == 0) {
            startedNanos = now;
        }
        appender.append(payload, this);
        appended++;
    }

    @Override
    public void onCompletion(long sequence, @Nullable LogException cause) {
        int slot = (int) completed & startNanos.length - 1;
        int count = recordCount[slot];
        completed++;
        if (cause == null) {
            count(slot, sequence);
            acknowledged.accept(sequence - count + 1, sequence);
        } else {
            failure = failure == null ? cause : failure;
            window.close();
        }
    }

    private void count(int slot, long sequence) {
        lastNanos = System.nanoTime();
        latencyNanos.recordValue(Math.min(lastNanos - startNanos[slot], LONGEST_NANOS));
        int count = recordCount[slot];
        records += count;
        bytes += payloadBytes[slot];
        recordsAfterFailure += failure == null ? 0 : count;
        firstSequence = firstSequence < 0 ? sequence - count + 1 : firstSequence;
        lastSequence = sequence;
    }

    long records() {
        return records;
    }

    /** Those acknowledged although an append before them had failed: the input then has a hole in the log. */
    long recordsAfterFailure() {
        return recordsAfterFailure;
    }

    @Nullable LogException failure() {
        return failure;
    }

    Json asJson(long syncs) {
        double seconds = records == 0 ? 0 : (lastNanos - startedNanos) / 1e9;
        return new Json()
                .put("records", records)
                .put("bytes", bytes)
                .put("seconds", seconds, 6)
                .put("records_per_second", seconds == 0 ? 0 : records / seconds, 1)
                .put("syncs", syncs)
                .put("first_sequence", firstSequence)
                .put("last_sequence", lastSequence)
                .put("ack_latency_us", new Json()
                        .put("p50", latencyNanos.getValueAtPercentile(50) / 1e3, 1)
                        .put("p99", latencyNanos.getValueAtPercentile(99) / 1e3, 1)
                        .put("p999", latencyNanos.getValueAtPercentile(99.9) / 1e3, 1)
                        .put("max", latencyNanos.getMaxValue() / 1e3, 1));
    }
}
