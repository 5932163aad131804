package dev.ringwal.bench.jmh;

import dev.ringwal.AppendCallback;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.Workspace;
import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opening a log that was not closed, so that the last segment is walked; it is in the page cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@Fork(1)
public class RecoveryBenchmark {

    private static final String STATE = "state";
    private static final AppendCallback IGNORED = (sequence, failure) -> { };

    @Param({"100000", "1000000"})
    int records;

    @Param({"100"})
    int payloadBytes;

    /** Where to write; a directory in it is made, and deleted. */
    @Param("bench-data")
    String directory = "";

    private Workspace workspace;
    private Path left;
    private Path copy;
    private WriteAheadLog opened;

    @Setup
    public void leave() throws IOException {
        workspace = Workspace.in(Path.of(directory));
        left = workspace.directory().resolve("left");
        copy = workspace.directory().resolve("copy");
        Path alive = workspace.directory().resolve("alive");
        byte[][] payloads = new Payloads(1, payloadBytes).of(0);
        try (WriteAheadLog log = WriteAheadLog.open(alive)) {
            for (int i = 0; i < records; i++) {
                log.append(payloads[i % payloads.length], IGNORED);
            }
            log.sync();
            copy(alive, left);
        }
    }

    @Setup(Level.Invocation)
    public void copyWhatWasLeft() throws IOException {
        copy(left, copy);
    }

    /** The state first: it must not attest what is not copied. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = new ArrayList<>(all.toList());
        }
        files.sort(Comparator.comparing(file -> !file.endsWith(STATE)));
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    @Benchmark
    public WriteAheadLog open() {
        opened = WriteAheadLog.open(copy);
        return opened;
    }

    @TearDown(Level.Invocation)
    public void closeCopy() throws IOException {
        opened.close();
        Directories.delete(copy);
    }

    @TearDown
    public void close() throws IOException {
        workspace.close();
    }
}
