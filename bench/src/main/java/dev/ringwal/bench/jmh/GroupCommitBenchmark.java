package dev.ringwal.bench.jmh;

import dev.ringwal.AppendCallback;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.Workspace;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

/** Handing in some records and waiting until the last of them, and so all, are durable: microseconds for all of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GroupCommitBenchmark {

    private static final AppendCallback IGNORED = (sequence, failure) -> { };

    @Param({"1", "10", "100", "1000"})
    int records;

    @Param({"100", "1024"})
    int payloadBytes;

    /** Where to write; a directory in it is made, and deleted. */
    @Param("bench-data")
    String directory = "";

    private Workspace workspace;
    private WriteAheadLog log;
    private byte[][] payloads;

    @Setup
    public void open() throws IOException {
        workspace = Workspace.in(Path.of(directory));
        log = WriteAheadLog.open(workspace.directory().resolve("log"));
        payloads = new Payloads(1, payloadBytes).of(0);
    }

    @Benchmark
    public long commit() {
        for (int i = 1; i < records; i++) {
            log.append(payloads[i], IGNORED);
        }
        return log.append(payloads[0]);
    }

    /** Leaves the disk with room. */
    @TearDown(Level.Iteration)
    public void trim() {
        log.trimBefore(log.durableSequence() + 1);
    }

    @TearDown
    public void close() throws IOException {
        log.close();
        workspace.close();
    }
}
