package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what was promised, and says of each promise whether it is kept. */
@Command(name = "targets", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = {"Measures each target of speed in interleaved blocks and says whether it is met.",
            "A ratio is the median of the blocks' own ratios; of p99, p99.9 and stalls that of all blocks together. With fewer than nine"
                + " blocks, or where the two halves of raw-queue's (or another baseline's) differ by more than the figure is away from the target, it"
                + " is reported and not judged. To be faster than others' logs is not proven where one is missing, or has less than 80 %% of what it had of"
                + " raw when it was measured by itself; for logs that are not written in Java, and Ratis, that share of raw stands."})
final class TargetsCommand implements Callable<Integer> {

    @Option(names = "--workloads", split = ",", paramLabel = "W", description = "What to measure; all when not given.")
    List<Workload> workloads = List.of();

    @Option(names = "--blocks", paramLabel = "N", description = "Trials of each system, interleaved.", defaultValue = "9")
    int blocks;

    @Option(names = "--without", split = ",", paramLabel = "SYSTEM", description = "Others' logs to leave out.")
    List<SystemName> without = List.of();

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
        timing.requireSane(spec.commandLine());
        Range.require(spec.commandLine(), "--blocks", blocks, 1, Compare.MOST_REPETITIONS);
        json.requireWritable(spec.commandLine());
        requireOthers();
        PrintWriter out = spec.commandLine().getOut();
        List<Comparison> comparisons = new ArrayList<>();
        try (Workspace workspace = data.open()) {
            Machine machine = Machine.here(workspace);
            out.println(machine + "\n");
            OwnProcess.requireTools(byCell().keySet().stream().map(Cell::workload).toList());
            OwnProcess processes = new OwnProcess(timing, workspace.directory());
            for (Map.Entry<Cell, List<Target>> cell : byCell().entrySet()) {
                Comparison comparison = Comparison.run(cell.getKey(), systems(cell.getValue()), blocks, processes);
                comparisons.add(comparison);
                out.println(cell.getKey().title() + "\n\n" + table(cell.getValue(), comparison).toString().indent(2));
                out.flush();
                json.write(machine, comparisons, spec.commandLine()); // each time: it takes hours
            }
        }
        return 0;
    }

    /** Without those that others are measured by, or Ringwal, there is nothing to judge. */
    private void requireOthers() {
        without.stream().filter(system -> Stream.of("raw", "ringwal").anyMatch(system.toString()::startsWith)).findFirst().ifPresent(system -> {
            throw new ParameterException(spec.commandLine(), "--without takes others' logs, not " + system);
        });
    }

    private Map<Cell, List<Target>> byCell() {
        return Target.all().stream().filter(target -> workloads.isEmpty() || workloads.contains(target.cell().workload()))
                .collect(Collectors.groupingBy(Target::cell, LinkedHashMap::new, Collectors.toList()));
    }

    private List<SystemName> systems(List<Target> targets) {
        return targets.stream().flatMap(Target::systems).filter(system -> !without.contains(system)).distinct().toList();
    }

    private static Table table(List<Target> targets, Comparison comparison) {
        Table table = new Table().row("system", "figure", "target", "measured", "");
        for (Target target : targets) {
            if (target.canBeJudged(comparison)) {
                Bound.Verdict verdict = target.judge(comparison);
                table.row(target.subject(), target.figure().title(), verdict.limit(), verdict.measuredText(),
                        verdict.text(Noise.of(comparison, target.figure())));
            } else {
                table.row(target.subject(), target.figure().title(), "-", "-", "not measured: no peers here");
            }
        }
        return table;
    }
}
