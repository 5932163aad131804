package dev.ringwal.bench;

import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The comparison with what can be written by hand, and the way to the other commands. */
@Command(name = "bench", mixinStandardHelpOptions = true, showDefaultValues = true,
        subcommands = {AllocationCommand.class, MemoryCommand.class, IdleCommand.class, ManyCommand.class, FollowCommand.class,
            FollowerCommand.class, OpenCommand.class, SparseFillCommand.class, JmhCommand.class, TargetsCommand.class, TrialCommand.class,
            FillCommand.class},
        description = {"Compares systems under the workloads, each trial in a process of its own.",
            "W1: one append in flight. W2: up to 1,024 per producer, synced. W2b: batches of 1,000. W3: as W2, written. W4: reading back."
                + " W4b: random point reads. W5: 50,000 a second. W6: opening after a close, W6b: after a kill. W7: as W5, small"
                + " segments. W7b: appends that roll. W8, W8b: as W1 and W2, with slow syncs (needs strace).",
            "Systems: raw, raw-crc (reading), raw-queue, raw-fresh, raw-fresh-queue, ringwal (callbacks), ringwal-futures, and others'"
                + " logs after `bench --peers`; a log's settings go behind its name: ringwal/two, ringwal/one/spin."})
final class Compare implements Callable<Integer> {

    static final int MOST_REPETITIONS = 1000;
    private static final int MOST_PRODUCERS = 64;
    static final int MOST_PAYLOAD_BYTES = 1024 * 1024;
    private static final int MOST_DELAY_MICROS = 1_000_000;

    @Option(names = "--workloads", split = ",", paramLabel = "W", description = "What to measure.", defaultValue = "W1,W2,W3,W4")
    List<Workload> workloads = List.of();

    @Option(names = "--systems", split = ",", paramLabel = "SYSTEM", description = "Whom to measure, in this order.",
            defaultValue = "raw,raw-crc,raw-queue,raw-fresh,raw-fresh-queue,ringwal,ringwal-futures")
    List<SystemName> systems = List.of();

    @Option(names = "--payload", split = ",", paramLabel = "BYTES", description = "Sizes of records.", defaultValue = "100,1024")
    List<Integer> payloadBytes = List.of();

    @Option(names = "--producers", split = ",", paramLabel = "N", description = "Producers, where there may be several.", defaultValue = "1,4")
    List<Integer> producers = List.of();

    @Option(names = "--sync-delay", split = ",", paramLabel = "MICROS", description = "How much slower syncs are, for W8 and W8b.",
            defaultValue = "1000,5000")
    List<Integer> syncDelayMicros = List.of();

    @Option(names = "--repetitions", paramLabel = "N", description = "Trials of each, interleaved.", defaultValue = "3")
    int repetitions;

    @Mixin
    JsonFile json = new JsonFile();

    @Mixin
    Timing timing = new Timing();

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Range.requireSome(spec.commandLine(), "--workloads", workloads);
        Range.requireSome(spec.commandLine(), "--systems", systems);
        Range.require(spec.commandLine(), "--payload", payloadBytes, Payloads.MIN_BYTES, MOST_PAYLOAD_BYTES);
        Range.require(spec.commandLine(), "--producers", producers, 1, MOST_PRODUCERS);
        Range.require(spec.commandLine(), "--sync-delay", syncDelayMicros, 1, MOST_DELAY_MICROS);
        Range.require(spec.commandLine(), "--repetitions", repetitions, 1, MOST_REPETITIONS);
        timing.requireSane(spec.commandLine());
        json.requireWritable(spec.commandLine());
        OwnProcess.requireTools(workloads);
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace workspace = data.open()) {
            Machine machine = Machine.here(workspace);
            out.println(machine + "\n");
            compare(workspace, machine, out);
            out.print(repetitions > 1 ? Report.LEGEND : "One repetition only: nothing is known about noise.\n");
            out.flush();
        }
        return 0;
    }

    private void compare(Workspace workspace, Machine machine, PrintWriter out) throws IOException {
        OwnProcess processes = new OwnProcess(timing, workspace.directory());
        List<Comparison> comparisons = new ArrayList<>();
        List<SystemName> each = systems.stream().distinct().toList();
        for (Cell cell : Cell.all(workloads, payloadBytes, producers, syncDelayMicros)) {
            Comparison comparison = Comparison.run(cell, each, repetitions, processes);
            out.println(Report.of(comparison));
            out.flush();
            comparisons.add(comparison);
            json.write(machine, comparisons, spec.commandLine()); // each time: it takes long
        }
    }
}
