package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.PointReads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;

/** Writes a GB once, then reads single records of it at random from the page cache, on one thread, comparing every byte. */
final class PointReadRun {

    /** Of payload; or half of the raw systems' file where that is less. */
    private static final long MOST_BYTES = 1_000_000_000;
    private static final int STRIDE = 64;

    private final PointReads reads;
    private final ByteBuffer[] payloads;
    private final long records;
    private final SplittableRandom random = new SplittableRandom(42);

    private PointReadRun(PointReads reads, byte[][] payloads, long records) {
        this.reads = reads;
        this.payloads = new ByteBuffer[payloads.length];
        for (int i = 0; i < payloads.length; i++) {
            this.payloads[i] = ByteBuffer.wrap(payloads[i]);
        }
        this.records = records;
    }

    static Measurement measure(Trial trial, Contender contender) throws IOException {
        long records = Math.min(MOST_BYTES, trial.rawBytes()) / trial.payloadBytes();
        byte[][] payloads = trial.payloads().of(0);
        ReadRun.fill(contender.lane(0), payloads, records);
        try (PointReads reads = contender.pointReads()) {
            PointReadRun run = new PointReadRun(reads, payloads, records);
            run.read(trial.warmUp());
            Meter meter = Meter.start(contender, trial.directory());
            return meter.stop(run.read(trial.measured()));
        }
    }

    private long read(Duration duration) {
        long read = 0;
        long start = System.nanoTime();
        do {
            for (int i = 0; i < STRIDE; i++) {
                long number = random.nextLong(records);
                if (!reads.read(number).equals(payloads[(int) (number % payloads.length)])) {
                    throw new IllegalStateException("record " + number + " is not what was appended");
                }
            }
            read += STRIDE;
        } while (System.nanoTime() - start < duration.toNanos());
        return read;
    }
}
