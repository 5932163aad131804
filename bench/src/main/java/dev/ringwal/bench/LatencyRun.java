package dev.ringwal.bench;

import dev.ringwal.bench.Measurement.Latency;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One thread that appends, waits for the acknowledgement, and appends again. */
final class LatencyRun {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Lane lane;
    private final byte[][] payloads;
    private int place;

    private LatencyRun(Lane lane, byte[][] payloads) {
        this.lane = lane;
        this.payloads = payloads;
    }

    static Measurement measure(Trial trial, Contender contender) throws IOException {
        LatencyRun run = new LatencyRun(contender.lane(0), trial.payloads().of(0));
        run.append(trial.warmUp(), new Histogram(SIGNIFICANT_DIGITS));
        Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);
        long syncs = contender.syncs();
        long took = run.append(trial.measured(), nanos);
        return Measurement.of(nanos.getTotalCount(), contender.syncs() - syncs, took, Latency.of(nanos));
    }

    private long append(Duration duration, Histogram nanos) throws IOException {
        long start = System.nanoTime();
        long before = start;
        while (before - start < duration.toNanos()) {
            lane.appendAndWait(payloads[place]);
            place = (place + 1) % Payloads.ROUND;
            long after = System.nanoTime();
            nanos.recordValue(after - before);
            before = after;
        }
        return before - start;
    }
}
