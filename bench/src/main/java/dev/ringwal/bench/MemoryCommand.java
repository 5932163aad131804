package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Appends far more than fits the heap and looks at what the process needs meanwhile. */
@Command(name = "memory", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = {"Appends records, trimming behind, and prints the most memory that the process used.",
            "Start it with a small heap (java -Xmx64m ...) to see that nothing queues without bound."})
final class MemoryCommand implements Callable<Integer> {

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
    private static final double BYTES_PER_GIGABYTE = 1e9;

    @Option(names = "--gigabytes", paramLabel = "N", description = "How much to append of each size.", defaultValue = "10")
    double gigabytes;

    @Option(names = "--payload", split = ",", paramLabel = "BYTES", description = "Sizes of records, one after the other.",
            defaultValue = "1024,100")
    List<Integer> payloadBytes = List.of();

    @Option(names = "--system", paramLabel = "SYSTEM", description = "Which system.", defaultValue = "ringwal")
    SystemName system = SystemName.parse("ringwal");

    @Mixin
    DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws IOException {
        Table table = new Table().row("MiB", "heap, most", "heap, live", "direct, most", "mapped, most", "resident, most");
        try (Workspace workspace = data.open()) {
            for (int bytes : payloadBytes) {
                Settings settings = new Settings(workspace.directory(), Settings.RAW_BYTES, Settings.SEGMENT_BYTES, Durability.SYNCED, bytes, 1);
                MemoryUse use = measure(settings);
                table.row(gigabytes + " GB of " + bytes + "-byte records", mebibytes(use.mostHeap()), mebibytes(use.liveHeap()),
                        mebibytes(use.mostDirect()), mebibytes(use.mostMapped()), mebibytes(MemoryUse.mostResident()));
            }
        }
        System.out.print(table);
        return 0;
    }

    private MemoryUse measure(Settings settings) throws IOException {
        long records = (long) (gigabytes * BYTES_PER_GIGABYTE / settings.payloadBytes());
        try (Contender contender = system.open(settings)) {
            Producer producer = Producer.ofRecords(contender.lane(0), new Payloads(1, settings.payloadBytes()).of(0), 0);
            MemoryUse use = new MemoryUse();
            producer.start();
            while (producer.isAlive() && producer.completed() < records) {
                Pause.of(LOOK_INTERVAL);
                use.look();
            }
            producer.finish();
            producer.join();
            use.collect();
            return use;
        }
    }

    private static String mebibytes(long bytes) {
        return Long.toString(bytes >> 20);
    }
}
