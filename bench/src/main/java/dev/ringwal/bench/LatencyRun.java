package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One thread that appends, waits for the acknowledgement, and appends again. */
final class LatencyRun {

    static final int SIGNIFICANT_DIGITS = 3;

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
        Meter meter = Meter.start(contender, trial.directory());
        run.append(trial.measured(), nanos);
        return meter.stop(nanos.getTotalCount()).and(Measurement.ofLatencies(nanos));
    }

    private void append(Duration duration, Histogram nanos) throws IOException {
        long start = System.nanoTime();
        long before = start;
        while (before - start < duration.toNanos()) {
            lane.appendAndWait(payloads[place]);
            place = (place + 1) % payloads.length;
            long after = System.nanoTime();
            nanos.recordValue(after - before);
            before = after;
        }
    }
}
