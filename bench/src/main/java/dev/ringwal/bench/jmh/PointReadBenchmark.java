package dev.ringwal.bench.jmh;

import dev.ringwal.AppendCallback;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.Workspace;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading single records of a log that is in the page cache, in random order, their frames' checksums verified. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PointReadBenchmark {

    private static final int RECORDS = 1_000_000;
    private static final AppendCallback IGNORED = (sequence, failure) -> { };

    @Param({"100"})
    int payloadBytes;

    /** Where to write; a directory in it is made, and deleted. */
    @Param("bench-data")
    String directory = "";

    private final SplittableRandom random = new SplittableRandom(42);
    private Workspace workspace;
    private WriteAheadLog log;

    @Setup
    public void fill() throws IOException {
        workspace = Workspace.in(Path.of(directory));
        log = WriteAheadLog.open(workspace.directory().resolve("log"));
        byte[][] payloads = new Payloads(1, payloadBytes).of(0);
        for (int i = 0; i < RECORDS; i++) {
            log.append(payloads[i % payloads.length], IGNORED);
        }
        log.sync();
    }

    @Benchmark
    public byte[] read() {
        return log.read(random.nextLong(RECORDS));
    }

    @TearDown
    public void close() throws IOException {
        log.close();
        workspace.close();
    }
}
