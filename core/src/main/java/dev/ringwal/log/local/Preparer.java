package dev.ringwal.log.local;

import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.NoSpaceException;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next segment file ahead, off the write path. When it is late, it stops filling and hands over what it has: the writer
 * then fills ahead in steps. The writing thread asks; the work is done on the preparing one.
 */
final class Preparer {

    private final SegmentFactory factory;
    private final Executor thread;
    private @Nullable Task<SegmentWriter> pending;
    private volatile boolean hurry;

    Preparer(SegmentFactory factory, Executor thread) {
        this.factory = factory;
        this.thread = thread;
    }

    /**
     * Begins, unless it has.
     *
     * @param isFilled whether it is filled ahead; if not, space is taken as it is used
     */
    void request(long number, long limitBytes, boolean isFilled) {
        if (pending == null) {
            hurry = !isFilled;
            pending = start(number, limitBytes);
        }
    }

    private Task<SegmentWriter> start(long number, long limitBytes) {
        Task<SegmentWriter> task = new Task<>(() -> prepare(number, limitBytes));
        thread.execute(task);
        return task;
    }

    private SegmentWriter prepare(long number, long limitBytes) throws IOException {
        SegmentWriter writer = factory.create(number, limitBytes, () -> hurry);
        factory.publish(writer);
        return writer;
    }

    /**
     * The next segment's file, named and durable but for its records.
     *
     * @throws NoSpaceException when there is no room for even a short one
     */
    SegmentWriter take(long number, long limitBytes) throws IOException {
        try {
            return await(number, limitBytes);
        } catch (NoSpaceException noRoomToFillAhead) {
            return await(number, limitBytes);
        }
    }

    private SegmentWriter await(long number, long limitBytes) throws IOException {
        Task<SegmentWriter> asked = pending;
        hurry = true;
        if (asked == null) {
            asked = start(number, limitBytes);
        }
        pending = null;
        return asked.get();
    }

    /** Takes back a file that was not written to. */
    void giveBack(SegmentWriter unused) {
        pending = Task.of(unused);
    }

    /** Deletes what was prepared and not used; after a failure it is only closed. The last call. */
    void discard(boolean hasFailed) throws IOException {
        Task<SegmentWriter> asked = pending;
        hurry = true;
        pending = null;
        if (asked == null || !asked.await()) {
            return;
        }
        SegmentWriter unused = asked.get();
        if (hasFailed) {
            unused.close();
        } else {
            factory.withdraw(unused);
        }
    }
}
