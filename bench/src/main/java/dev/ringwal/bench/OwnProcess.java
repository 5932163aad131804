package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeoutException;

/**
 * Runs each trial in a Java process of its own: no system inherits another's compiled code or heap. Where syncs are to be slow, strace
 * makes them so: it stops the process at its syncs only.
 */
final class OwnProcess implements Comparison.Runner {

    private static final String STRACE = "strace";
    private static final Duration LONGEST_BESIDES = Duration.ofMinutes(10);

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
        Pause.of(timing.rest());
        try {
            if (JavaProcess.run(slower(cell.syncDelayMicros()), system.kind().javaArguments(), arguments(cell, system, result), limit()) != 0) {
                throw new GaveUpException(system + " failed under " + cell.title());
            }
        } catch (TimeoutException e) {
            throw new GaveUpException(system + " " + e.getMessage() + " under " + cell.title());
        }
        return read(result);
    }

    /** A trial that fills a log takes minutes, whatever it measures. */
    private Duration limit() {
        return LONGEST_BESIDES.plus(timing.warmUp().plus(timing.measured()).multipliedBy(10));
    }

    /** @throws GaveUpException when a program is missing that one of the workloads needs */
    static void requireTools(Collection<Workload> workloads) {
        requireTools(workloads, System.getenv().getOrDefault("PATH", ""));
    }

    static void requireTools(Collection<Workload> workloads, String path) {
        if (workloads.stream().anyMatch(Workload::hasSlowSyncs) && !isOn(path, STRACE)) {
            throw new GaveUpException("W8 and W8b need " + STRACE + ", which slows syncs down: it is not on the PATH");
        }
    }

    private static boolean isOn(String path, String program) {
        return Arrays.stream(path.split(File.pathSeparator)).anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static List<String> slower(int delayMicros) {
        return delayMicros == 0 ? List.of() : List.of(STRACE, "--follow-forks", "--seccomp-bpf", "--quiet=all", "--output=/dev/null",
                "--trace=fdatasync,fsync", "--inject=fdatasync,fsync:delay_exit=" + delayMicros);
    }

    private List<String> arguments(Cell cell, SystemName system, Path result) {
        return List.of(TrialCommand.NAME,
                "--workload", cell.workload().name(), "--system", system.toString(),
                "--payload", Integer.toString(cell.payloadBytes()), "--producers", Integer.toString(cell.producers()),
                "--seconds", Double.toString(Math.max(timing.seconds, cell.workload().leastSeconds())), "--warm-up", Double.toString(timing.warmUpSeconds),
                "--rate", Integer.toString(timing.rate),
                "--directory", directory.toString(), "--result", result.toString());
    }

    private static Measurement read(Path result) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(result)) {
            properties.load(reader);
        }
        return Measurement.fromProperties(properties);
    }
}
