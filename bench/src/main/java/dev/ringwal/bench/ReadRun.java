package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.PayloadCheck;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.time.Duration;

/** Writes once, then reads all of it again and again from the page cache; whole passes are counted. */
final class ReadRun {

    /** Of payload; or half of the raw systems' file where that is less, so that nothing wraps. */
    private static final long MOST_BYTES = 256L << 20;

    private ReadRun() {
    }

    static Measurement measure(Trial trial, Contender contender) throws IOException {
        long records = Math.min(MOST_BYTES, trial.rawBytes() / 2) / (trial.payloadBytes() + 2 * Integer.BYTES);
        Payloads payloads = trial.payloads();
        fill(contender.lane(0), payloads.of(0), records);
        read(trial.warmUp(), contender, payloads, records);
        Meter meter = Meter.start(contender, trial.directory());
        return meter.stop(read(trial.measured(), contender, payloads, records));
    }

    static void fill(Lane lane, byte[][] payloads, long records) throws IOException {
        for (long i = 0; i < records; i++) {
            lane.append(payloads[(int) (i % payloads.length)]);
        }
        lane.drain();
    }

    private static long read(Duration duration, Contender contender, Payloads payloads, long expected) throws IOException {
        long read = 0;
        long start = System.nanoTime();
        do {
            long found = contender.readBack(new PayloadCheck(payloads));
            if (found != expected) {
                throw new IllegalStateException("read " + found + " of " + expected + " records");
            }
            read += found;
        } while (System.nanoTime() - start < duration.toNanos());
        return read;
    }
}
