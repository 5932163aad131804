package dev.ringwal.bench;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Opening a log that another process has left, and the first append to it; the page cache is warm. The first opening of this process
 * loads classes too and is a figure of its own; of the others the median counts.
 */
final class ReopenRun {

    private static final int CLOSED_OPENINGS = 50;
    private static final int KILLED_OPENINGS = 6;
    private final byte[] payload;
    private final Histogram opening = new Histogram(LatencyRun.SIGNIFICANT_DIGITS);
    private final Histogram appending = new Histogram(LatencyRun.SIGNIFICANT_DIGITS);
    private long coldNanos;

    private ReopenRun(Trial trial) {
        payload = trial.payloads().of(0)[0];
    }

    static Measurement ofClosed(Trial trial) throws IOException {
        Path log = left(trial, FillCommand.Ending.CLOSE);
        ReopenRun run = new ReopenRun(trial);
        for (int i = 0; i < CLOSED_OPENINGS; i++) {
            run.open(log);
        }
        Directories.delete(log);
        return run.measurement();
    }

    /** Each opening begins with what the kill left. */
    static Measurement ofKilled(Trial trial) throws IOException {
        Path left = left(trial, FillCommand.Ending.KILL);
        ReopenRun run = new ReopenRun(trial);
        Path copy = trial.directory().resolve("copy");
        for (int i = 0; i < KILLED_OPENINGS; i++) {
            copy(left, copy);
            run.open(copy);
            Directories.delete(copy);
        }
        Directories.delete(left);
        return run.measurement();
    }

    private static Path left(Trial trial, FillCommand.Ending ending) throws IOException {
        Path log = trial.directory().resolve("left");
        Directories.delete(log);
        int exitCode = JavaProcess.run(List.of(), List.of(), List.of(FillCommand.NAME, "--directory", log.toString(),
                "--payload", Integer.toString(trial.payloadBytes()), "--segment-bytes", Long.toString(trial.segmentBytes()),
                "--ending", ending.name()));
        if (exitCode != ending.exitCode()) {
            throw new GaveUpException("the log could not be filled: exit code " + exitCode);
        }
        return log;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private void open(Path directory) {
        long start = System.nanoTime();
        try (WriteAheadLog log = WriteAheadLog.open(directory)) {
            long opened = System.nanoTime();
            log.append(payload);
            appending.recordValue(System.nanoTime() - opened);
            if (coldNanos == 0) {
                coldNanos = opened - start;
            } else {
                opening.recordValue(opened - start);
            }
        }
    }

    private Measurement measurement() {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.COLD_OPEN_NANOS, (double) coldNanos);
        figures.put(Figure.OPEN_NANOS, (double) opening.getValueAtPercentile(50));
        figures.put(Figure.FIRST_APPEND_NANOS, (double) appending.getValueAtPercentile(50));
        return new Measurement(figures);
    }
}
