package dev.ringwal.bench.ringwal;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.PointReads;
import java.nio.ByteBuffer;

/** {@link WriteAheadLog#read}, from the first sequence on. */
final class RingwalPointReads implements PointReads {

    private final WriteAheadLog log;
    private final long first;

    RingwalPointReads(WriteAheadLog log) {
        this.log = log;
        first = log.firstSequence();
    }

    @Override
    public ByteBuffer read(long number) {
        return ByteBuffer.wrap(log.read(first + number));
    }

    @Override
    public void close() {
    }
}
