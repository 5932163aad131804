package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts what all threads together allocate on the heap while one producer appends. */
@Command(name = "allocation", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Prints the bytes that each thread allocates per record, start-up left out, and what reading it back does.")
final class AllocationCommand implements Callable<Integer> {

    /** Less is what looking costs. */
    private static final double LEAST_SHOWN = 0.001;
    private static final long MOST_RECORDS = 10_000_000_000L;

    @Option(names = "--systems", split = ",", paramLabel = "SYSTEM", description = "Whom to look at.",
            defaultValue = "ringwal,ringwal-futures")
    List<SystemName> systems = List.of();

    @Option(names = "--records", paramLabel = "N", description = "How many to count, after as many more.",
            defaultValue = "2000000")
    long records;

    @Option(names = "--payload", paramLabel = "BYTES", description = "Size of a record.", defaultValue = "100")
    int payloadBytes;

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Range.requireSome(spec.commandLine(), "--systems", systems);
        Range.require(spec.commandLine(), "--records", records, 1, MOST_RECORDS);
        Range.require(spec.commandLine(), "--payload", payloadBytes, Payloads.MIN_BYTES, Compare.MOST_PAYLOAD_BYTES);
        try (Workspace workspace = data.open()) {
            Settings settings = new Settings(workspace.directory(), Settings.RAW_BYTES, Settings.SEGMENT_BYTES,
                    Settings.KEPT_BYTES, Durability.SYNCED, payloadBytes, 1, Settings.manyInFlight(payloadBytes));
            for (SystemName system : systems) {
                System.out.println(measure(system, settings));
            }
        }
        return 0;
    }

    private String measure(SystemName system, Settings settings) throws IOException {
        byte[][] payloads = new Payloads(1, settings.payloadBytes()).of(0);
        try (Contender contender = system.open(settings)) {
            Lane lane = contender.lane(0);
            Allocation.now(); // what looking for the first time allocates is not counted
            append(lane, payloads);
            Allocation before = Allocation.now();
            append(lane, payloads);
            String appending = report(system.toString(), Allocation.now().since(before), records);
            return appending + read(contender);
        }
    }

    private void append(Lane lane, byte[][] payloads) throws IOException {
        for (long i = 0; i < records; i++) {
            lane.append(payloads[(int) (i % payloads.length)]);
        }
        lane.drain();
    }

    /** What is still there, once to compile and once to count. */
    private static String read(Contender contender) throws IOException {
        contender.readBack(payload -> { });
        Allocation before = Allocation.now();
        long read = contender.readBack(payload -> { });
        return report("reading back", Allocation.now().since(before), read);
    }

    private static String report(String what, Allocation allocation, long records) {
        Table table = new Table().row(what, "bytes per record");
        allocation.bytesByThread().forEach((thread, bytes) -> {
            if ((double) bytes / records >= LEAST_SHOWN) {
                table.row("  " + thread, perRecord(bytes, records));
            }
        });
        return table.row("  all threads", perRecord(allocation.bytes(), records)).toString();
    }

    private static String perRecord(long bytes, long records) {
        return String.format(Locale.ROOT, "%.3f", (double) bytes / records);
    }
}
