package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Appends far more than fits the heap and looks at what the process needs meanwhile. */
@Command(name = "memory", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = {"Appends records, trimming behind, and prints the most memory that the process used, and the rate in tenths.",
            "Start it with a small heap (java -Xmx64m ...) to see that nothing queues without bound."})
final class MemoryCommand implements Callable<Integer> {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
    private static final int PARTS = 10;
    private static final double BYTES_PER_GIGABYTE = 1e9;
    private static final double LEAST_GIGABYTES = 0.001;
    private static final double MOST_GIGABYTES = 100_000;

    @Option(names = "--gigabytes", paramLabel = "N", description = "How much to append of each size.", defaultValue = "10")
    double gigabytes;

    @Option(names = "--payload", split = ",", paramLabel = "BYTES", description = "Sizes of records, one after the other.",
            defaultValue = "1024,100")
    List<Integer> payloadBytes = List.of();

    @Option(names = "--system", paramLabel = "SYSTEM", description = "Which system.", defaultValue = "ringwal")
    SystemName system = SystemName.parse("ringwal");

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Range.require(spec.commandLine(), "--gigabytes", gigabytes, LEAST_GIGABYTES, MOST_GIGABYTES);
        Range.require(spec.commandLine(), "--payload", payloadBytes, Payloads.MIN_BYTES, Compare.MOST_PAYLOAD_BYTES);
        Table table = new Table().row("MiB", "heap, most", "heap, live", "direct, most", "mapped, most", "resident, most",
                "records/s, first tenth", "slowest", "last");
        try (Workspace workspace = data.open()) {
            for (int bytes : payloadBytes) {
                Settings settings = new Settings(workspace.directory(), Settings.RAW_BYTES, Settings.SEGMENT_BYTES,
                        Settings.KEPT_BYTES, Durability.SYNCED, bytes, 1, Settings.manyInFlight(bytes));
                MemoryUse use = new MemoryUse();
                List<Double> rates = append(settings, use);
                table.row(gigabytes + " GB of " + bytes + "-byte records", mebibytes(use.mostHeap()), mebibytes(use.liveHeap()),
                        mebibytes(use.mostDirect()), mebibytes(use.mostMapped()), mebibytes(MemoryUse.mostResident()),
                        rate(rates.get(0)), rate(Collections.min(rates)), rate(rates.get(rates.size() - 1)));
            }
        }
        System.out.print(table);
        return 0;
    }

    /** Records per second, for each tenth of them. */
    private List<Double> append(Settings settings, MemoryUse use) throws IOException {
        long records = Math.max(PARTS, (long) (gigabytes * BYTES_PER_GIGABYTE / settings.payloadBytes()));
        List<Double> rates = new ArrayList<>();
        try (Contender contender = system.open(settings)) {
            Producer producer = Producer.ofRecords(contender.lane(0), new Payloads(1, settings.payloadBytes()).of(0), 0);
            producer.start();
            long partStart = System.nanoTime();
            long partBegin = 0;
            while (producer.isAlive() && rates.size() < PARTS) {
                Pause.of(LOOK_INTERVAL);
                use.look();
                long completed = producer.completed();
                if (completed >= records / PARTS * (rates.size() + 1)) {
                    long now = System.nanoTime();
                    rates.add((completed - partBegin) * 1e9 / (now - partStart));
                    partStart = now;
                    partBegin = completed;
                }
            }
            producer.finish();
            producer.join();
            use.collect();
            return rates;
        }
    }

    private static String rate(double recordsPerSecond) {
        return String.format(Locale.ROOT, "%,.0f", recordsPerSecond);
    }

    private static String mebibytes(long bytes) {
        return Long.toString(bytes >> 20);
    }
}
