package dev.ringwal.bench;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Records that are due at a fixed rate, whether or not those before them are complete: each one's latency counts from when it was due
 * to be handed in, so that a stall counts for all that should have come meanwhile. The producer spins until the next is due.
 */
final class PacedRun implements CompletionListener {

    private final Lane lane;
    private final byte[][] payloads;
    private final long intervalNanos;

    /** Of the present phase; no record is in flight when they are set. */
    private Histogram nanos = new Histogram(LatencyRun.SIGNIFICANT_DIGITS);
    private long first;
    private long start;

    /** The completing thread's. */
    private long seen;

    private PacedRun(Trial trial, Contender contender) {
        payloads = trial.payloads().of(0);
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / trial.rate();
        lane = contender.lane(0, this);
    }

    static Measurement measure(Trial trial, Contender contender) throws IOException {
        PacedRun run = new PacedRun(trial, contender);
        ReadRun.fill(run.lane, run.payloads, trial.filling()); // their latencies are thrown away, as the warm-up's are
        run.append(trial.warmUp());
        Meter meter = Meter.start(contender, trial.directory());
        long records = run.append(trial.measured());
        return meter.stop(records).and(Measurement.ofLatencies(run.nanos));
    }

    /** Returns when all of the phase are complete: how many they were. */
    private long append(Duration duration) throws IOException {
        first = lane.completed();
        nanos = new Histogram(LatencyRun.SIGNIFICANT_DIGITS);
        start = System.nanoTime() + intervalNanos;
        long end = first + Math.max(1, duration.toNanos() / intervalNanos);
        long next = first;
        while (next < end) {
            long due = Math.min(end, first + (System.nanoTime() - start) / intervalNanos + 1);
            if (due <= next) {
                Thread.onSpinWait();
                continue;
            }
            for (; next < due; next++) {
                lane.append(payloads[(int) (next % payloads.length)]);
            }
            lane.flush();
        }
        lane.drain();
        return end - first;
    }

    @Override
    public void completed(long total) {
        long now = System.nanoTime();
        for (; seen < total; seen++) {
            nanos.recordValue(Math.max(0, now - (start + (seen - first) * intervalNanos)));
        }
    }
}
