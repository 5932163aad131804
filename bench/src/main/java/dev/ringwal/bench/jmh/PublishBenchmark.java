package dev.ringwal.bench.jmh;

import dev.ringwal.AppendCallback;
import dev.ringwal.Appender;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.Workspace;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Handing a record in while the ring has room: the producer's own time, with the log's thread at work beside. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublishBenchmark {

    /** Fewer than the ring has slots. */
    private static final int RECORDS = 1000;
    private static final AppendCallback IGNORED = (sequence, failure) -> { };

    @Param({"100", "1024"})
    int payloadBytes;

    /** Where to write; a directory in it is made, and deleted. */
    @Param("bench-data")
    String directory = "";

    private Workspace workspace;
    private WriteAheadLog log;
    private Appender<byte[]> appender;
    private byte[][] payloads;

    @Setup
    public void open() throws IOException {
        workspace = Workspace.in(Path.of(directory));
        log = WriteAheadLog.open(workspace.directory().resolve("log"));
        appender = log.bytes(Durability.WRITTEN);
        payloads = new Payloads(1, payloadBytes).of(0);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void publish() {
        for (int i = 0; i < RECORDS; i++) {
            appender.append(payloads[i], IGNORED);
        }
    }

    /** Leaves the ring empty, and the disk with room. */
    @TearDown(Level.Invocation)
    public void drain() {
        log.sync();
        log.trimBefore(log.durableSequence() + 1);
    }

    @TearDown
    public void close() throws IOException {
        log.close();
        workspace.close();
    }
}
