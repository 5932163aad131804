package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what was promised, and says of each promise whether it is kept. */
@Command(name = "targets", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = {"Measures each target of speed in interleaved blocks and says whether it is met.",
            "A ratio is the median of the blocks' own ratios. Where the two halves of the other system's blocks differ by more than the"
                + " median is away from the target, it is reported and not judged. To be faster than others' logs is not proven where one is"
                + " missing, or has less than 80 %% of what it had of raw when it was measured by itself."})
final class TargetsCommand implements Callable<Integer> {

    @Option(names = "--workloads", split = ",", paramLabel = "W", description = "What to measure; all when not given.")
    List<Workload> workloads = List.of();

    @Option(names = "--blocks", paramLabel = "N", description = "Trials of each system, interleaved.", defaultValue = "9")
    int blocks;

    @Option(names = "--without", split = ",", paramLabel = "SYSTEM", description = "Others' logs to leave out.")
    List<String> without = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write every trial's figures.")
    @Nullable Path json;

    @Mixin
    Timing timing = new Timing();

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        timing.requireSane(spec.commandLine());
        PrintWriter out = spec.commandLine().getOut();
        List<Comparison> comparisons = new ArrayList<>();
        try (Workspace workspace = data.open()) {
            Machine machine = Machine.here(workspace);
            out.println(machine + "\n");
            OwnProcess processes = new OwnProcess(timing, workspace.directory());
            for (Map.Entry<Cell, List<Target>> cell : byCell().entrySet()) {
                Comparison comparison = Comparison.run(cell.getKey(), systems(cell.getValue()), blocks, processes);
                comparisons.add(comparison);
                out.println(cell.getKey().title() + "\n\n" + table(cell.getValue(), comparison).toString().indent(2));
                out.flush();
                if (json != null) {
                    Files.writeString(json, JsonReport.of(machine, comparisons) + "\n"); // each time: it takes hours
                }
            }
        }
        return 0;
    }

    private Map<Cell, List<Target>> byCell() {
        return Target.all().stream().filter(target -> workloads.isEmpty() || workloads.contains(target.cell().workload()))
                .collect(Collectors.groupingBy(Target::cell, LinkedHashMap::new, Collectors.toList()));
    }

    private List<SystemName> systems(List<Target> targets) {
        return targets.stream().flatMap(Target::systems).filter(system -> !without.contains(system.toString())).distinct().toList();
    }

    private static Table table(List<Target> targets, Comparison comparison) {
        Table table = new Table().row("system", "figure", "target", "measured", "");
        for (Target target : targets) {
            if (target.canBeJudged(comparison)) {
                Bound.Verdict verdict = target.judge(comparison);
                table.row(target.subject(), target.figure().title(), verdict.limit(), verdict.measuredText(), verdict.text());
            } else {
                table.row(target.subject(), target.figure().title(), "-", "-", "not measured: no peers here");
            }
        }
        return table;
    }
}
