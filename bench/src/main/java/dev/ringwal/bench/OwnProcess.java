package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Runs each trial in a Java process of its own, started like this one: no system inherits another's compiled code or heap. The
 * process ends when this one does.
 */
final class OwnProcess implements Comparison.Runner {

    private final Timing timing;
    private final Path directory;

    OwnProcess(Timing timing, Path directory) {
        this.timing = timing;
        this.directory = directory;
    }

    @Override
    public Measurement run(Cell cell, SystemName system) throws IOException {
        Path result = directory.resolve("result");
        Files.deleteIfExists(result);
        Process process = new ProcessBuilder(command(cell, system, result))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            if (process.waitFor() != 0) {
                throw new GaveUpException(system + " failed under " + cell.title());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during a trial", e);
        }
        return read(result);
    }

    private List<String> command(Cell cell, SystemName system, Path result) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), TrialCommand.NAME,
                "--workload", cell.workload().name(), "--system", system.toString(),
                "--payload", Integer.toString(cell.payloadBytes()), "--producers", Integer.toString(cell.producers()),
                "--seconds", Double.toString(timing.seconds), "--warm-up", Double.toString(timing.warmUpSeconds),
                "--directory", directory.toString(), "--result", result.toString()));
        return command;
    }

    private static Measurement read(Path result) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(result)) {
            properties.load(reader);
        }
        return Measurement.fromProperties(properties);
    }
}
