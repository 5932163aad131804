package dev.ringwal.bench;

import dev.ringwal.bench.Measurement.Latency;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Producers that append as fast as their windows let them, while this thread looks twice at how far they are. */
final class ThroughputRun {

    private ThroughputRun() {
    }

    static Measurement measure(Trial trial, Contender contender) throws IOException {
        Payloads payloads = trial.payloads();
        List<Producer> producers = IntStream.range(0, trial.producers())
                .mapToObj(i -> new Producer(contender.lane(i), payloads.of(i), i)).toList();
        producers.forEach(Producer::start);
        try {
            Pause.of(trial.warmUp());
            return sample(trial.measured(), producers, contender);
        } finally {
            producers.forEach(Producer::finish);
            for (Producer producer : producers) {
                producer.join();
            }
        }
    }

    private static Measurement sample(Duration duration, List<Producer> producers, Contender contender) throws IOException {
        long syncs = contender.syncs();
        long records = completed(producers);
        long start = System.nanoTime();
        Pause.of(duration);
        records = completed(producers) - records;
        long took = System.nanoTime() - start;
        return Measurement.of(records, contender.syncs() - syncs, took, Latency.NONE);
    }

    private static long completed(List<Producer> producers) {
        return producers.stream().mapToLong(Producer::completed).sum();
    }

}
