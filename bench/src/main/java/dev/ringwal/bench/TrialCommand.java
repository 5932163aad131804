package dev.ringwal.bench;

import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The inner side of {@link OwnProcess}: one trial, its result in a file. */
@Command(name = TrialCommand.NAME, hidden = true)
final class TrialCommand implements Callable<Integer> {

    static final String NAME = "trial";

    @Option(names = "--workload", required = true)
    Workload workload = Workload.W1;

    @Option(names = "--system", required = true)
    SystemName system = SystemName.parse("raw");

    @Option(names = "--payload", required = true)
    int payloadBytes;

    @Option(names = "--producers", required = true)
    int producers;

    @Option(names = "--directory", required = true)
    Path directory = Path.of("");

    @Option(names = "--result", required = true)
    Path result = Path.of("");

    @Mixin
    Timing timing = new Timing();

    @Override
    public Integer call() throws IOException {
        JavaProcess.endWithParent();
        Trial trial = new Trial(workload, system, payloadBytes, producers, timing.rate, timing.warmUp(), timing.measured(), directory,
                Settings.RAW_BYTES, Settings.SEGMENT_BYTES);
        Measurement measurement = trial.run();
        try (Writer writer = Files.newBufferedWriter(result)) {
            measurement.toProperties().store(writer, null);
        }
        return 0;
    }
}
