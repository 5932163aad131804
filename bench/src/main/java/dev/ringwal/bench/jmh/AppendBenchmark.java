package dev.ringwal.bench.jmh;

import dev.ringwal.bench.Workspace;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.file.Path;
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

/** Appending with up to 1,024 records in flight, by one producer: records per second, and bytes allocated for each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AppendBenchmark {

    @Param({"ringwal", "ringwal-futures"})
    String system = "";

    @Param({"100", "1024"})
    int payloadBytes;

    @Param({"SYNCED", "WRITTEN"})
    Durability durability = Durability.SYNCED;

    /** Where to write; a directory in it is made, and deleted. */
    @Param("bench-data")
    String directory = "";

    private Workspace workspace;
    private Contender contender;
    private Lane lane;
    private byte[][] payloads;
    private int place;

    @Setup
    public void open() throws IOException {
        workspace = Workspace.in(Path.of(directory));
        contender = SystemName.parse(system).open(new Settings(
                workspace.directory(), Settings.RAW_BYTES, Settings.SEGMENT_BYTES, Settings.KEPT_BYTES, durability, payloadBytes, 1, Settings.manyInFlight(payloadBytes)));
        lane = contender.lane(0);
        payloads = new Payloads(1, payloadBytes).of(0);
    }

    @Benchmark
    public void append() throws IOException {
        lane.append(payloads[place]);
        place = place == payloads.length - 1 ? 0 : place + 1;
    }

    @TearDown
    public void close() throws IOException {
        lane.drain();
        contender.close();
        workspace.close();
    }
}
