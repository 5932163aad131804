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

    private LatencyRun(Lane lane, byte[][] payloads, long appended) {
        this.lane = lane;
        this.payloads = payloads;
        place = (int) (appended % payloads.length);
    }

    static Measurement measure(Trial trial, Contender contender) throws IOException {
        Lane lane = contender.lane(0);
        byte[][] payloads = trial.payloads().of(0);
        ReadRun.fill(lane, payloads, trial.filling());
        LatencyRun run = new LatencyRun(lane, payloads, trial.filling());
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
