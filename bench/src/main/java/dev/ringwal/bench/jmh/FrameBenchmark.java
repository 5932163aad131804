package dev.ringwal.bench.jmh;

import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.SparseIndex;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Building a group of frames and checksumming it, without writing it: what encoding can cost at most per record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBenchmark {

    private static final int RECORDS = 1024;
    private static final long SALT = 0x5EED;
    private static final long OFFSET = 4096;

    @Param({"100", "1024"})
    int payloadBytes;

    private byte[][] payloads;
    private Group group;
    private Group completed;
    private SparseIndex index;

    @Setup
    public void prepare() {
        payloads = new byte[RECORDS][payloadBytes];
        SplittableRandom random = new SplittableRandom(42);
        for (byte[] payload : payloads) {
            random.nextBytes(payload);
        }
        index = new SparseIndex();
        completed = newGroup();
        fill(completed);
        group = newGroup();
    }

    private Group newGroup() {
        return new Group((int) Group.bytesFor(RECORDS, (long) RECORDS * payloadBytes) + 4096);
    }

    private void fill(Group to) {
        for (byte[] payload : payloads) {
            to.add(payload, 0, payload.length);
        }
        to.complete();
    }

    /** Without the checksums, which come when the place is known. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int encode() {
        group.clear();
        fill(group);
        return group.bytes();
    }

    /** The checksums and the rest of what is known only when the place is. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void close() {
        completed.close(0, SALT, OFFSET, 0, index);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int encodeAndClose() {
        int bytes = encode();
        group.close(0, SALT, OFFSET, 0, index);
        return bytes;
    }
}
