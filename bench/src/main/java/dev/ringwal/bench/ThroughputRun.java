package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Producers that append as fast as their windows let them, while this thread looks twice at how far they are. */
final class ThroughputRun {

    private static final int BATCH_RECORDS = 1000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private ThroughputRun() {
    }

    static Measurement ofRecords(Trial trial, Contender contender) throws IOException {
        Payloads payloads = trial.payloads();
        return measure(trial, contender, IntStream.range(0, trial.producers())
                .mapToObj(i -> Producer.ofRecords(contender.lane(i), payloads.of(i), i)).toList());
    }

    /** A payload's place in its round goes on from batch to batch, as it does without batches. */
    static Measurement ofBatches(Trial trial, Contender contender) throws IOException {
        Payloads payloads = trial.payloads();
        return measure(trial, contender, IntStream.range(0, trial.producers())
                .mapToObj(i -> Producer.ofBatches(contender.lane(i), batches(payloads.of(i)), i)).toList());
    }

    /** As many as it takes until they come round again. */
    private static byte[][][] batches(byte[][] round) {
        int records = Math.min(BATCH_RECORDS, round.length);
        byte[][][] batches = new byte[round.length][records][];
        for (int i = 0; i < batches.length; i++) {
            int batch = i;
            Arrays.setAll(batches[i], place -> round[(int) (((long) batch * records + place) % round.length)]);
        }
        return batches;
    }

    private static Measurement measure(Trial trial, Contender contender, List<Producer> producers) throws IOException {
        producers.forEach(Producer::start);
        try {
            awaitFilling(producers, trial.filling());
            Pause.of(trial.warmUp());
            Meter meter = Meter.start(contender, trial.directory());
            long records = completed(producers);
            Pause.of(trial.measured());
            return meter.stop(completed(producers) - records);
        } finally {
            producers.forEach(Producer::finish);
            for (Producer producer : producers) {
                producer.join();
            }
        }
    }

    /** Those who failed tell so when they are joined. */
    private static void awaitFilling(List<Producer> producers, long records) throws IOException {
        while (completed(producers) < records && producers.stream().allMatch(Producer::isAlive)) {
            Pause.of(BETWEEN_LOOKS);
        }
    }

    private static long completed(List<Producer> producers) {
        return producers.stream().mapToLong(Producer::completed).sum();
    }
}
