package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import org.HdrHistogram.Histogram;

/**
 * Appends, one in flight, to segments that hold four records each, over 1,000 of them: every fourth append rolls. Which of the four is
 * told by its median, which is the greatest.
 */
final class RollRun {

    static final int RECORDS_PER_SEGMENT = 4;
    private static final int WARM_UP_ROLLS = 500;
    private static final int ROLLS = 1000;
    static final long SEGMENT_BYTES = 16 * 1024;
    /** Four of these fit a segment, with its header page, start, index and footer page, and five do not. */
    static final int PAYLOAD_BYTES = 1800;

    private RollRun() {
    }

    static Measurement measure(Trial trial) throws IOException {
        return trial.withSegments(SEGMENT_BYTES).measure(RollRun::append);
    }

    private static Measurement append(Trial trial, Contender contender) throws IOException {
        Lane lane = contender.lane(0);
        byte[][] payloads = trial.payloads().of(0);
        append(lane, payloads, 0, WARM_UP_ROLLS);
        Meter meter = Meter.start(contender, trial.directory());
        Histogram rolling = append(lane, payloads, WARM_UP_ROLLS * RECORDS_PER_SEGMENT, ROLLS);
        return meter.stop((long) ROLLS * RECORDS_PER_SEGMENT).and(Measurement.ofLatencies(rolling));
    }

    private static Histogram append(Lane lane, byte[][] payloads, int from, int rolls) throws IOException {
        Histogram[] nanos = new Histogram[RECORDS_PER_SEGMENT];
        Arrays.setAll(nanos, place -> new Histogram(LatencyRun.SIGNIFICANT_DIGITS));
        for (int i = from; i < from + rolls * RECORDS_PER_SEGMENT; i++) {
            long before = System.nanoTime();
            lane.appendAndWait(payloads[i % payloads.length]);
            nanos[i % RECORDS_PER_SEGMENT].recordValue(System.nanoTime() - before);
        }
        return Arrays.stream(nanos).max(Comparator.comparingLong(each -> each.getValueAtPercentile(50))).orElseThrow();
    }
}
