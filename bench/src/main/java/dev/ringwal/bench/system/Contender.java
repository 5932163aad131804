package dev.ringwal.bench.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A system that takes records from lanes and makes them as durable as it was opened for. */
public interface Contender extends AutoCloseable {

    /**
     * A producer's way in. One for each, asked for before any of them starts; the lane is then one thread's.
     *
     * @param listener told only by systems that can {@link Ability#TELL}
     */
    Lane lane(int producer, CompletionListener listener);

    default Lane lane(int producer) {
        return lane(producer, CompletionListener.NONE);
    }

    /** Syncs of records so far. Any thread. */
    long syncs();

    /**
     * Reads what is still there from front to back. All lanes must be drained.
     *
     * @param payload gets each record's bytes, from position to limit, to look at during the call only
     * @return records read
     */
    long readBack(Consumer<ByteBuffer> payload) throws IOException;

    /** Reads single records. All lanes must be drained. Only systems that can {@link Ability#POINT_READ}. */
    default PointReads pointReads() {
        throw new UnsupportedOperationException();
    }

    /** Leaves nothing that is still to be written, so that the next run begins with a calm disk. */
    @Override
    void close() throws IOException;
}
