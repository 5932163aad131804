package dev.ringwal.log.local;

import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.NoSpaceException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next segment file ahead, off the write path. When it is late, it stops filling and hands over what it has: the writer
 * then fills ahead in steps. The writing thread asks; the work is done on the preparing one.
 */
final class Preparer {

    private final SegmentFactory factory;
    private final Executor thread;
    private @Nullable CompletableFuture<SegmentWriter> pending;
    private volatile boolean hurry;

    Preparer(SegmentFactory factory, Executor thread) {
        this.factory = factory;
        this.thread = thread;
    }

    /** Begins, unless it has. */
    void request(long number, long limitBytes) {
        if (pending == null) {
            hurry = false;
            pending = CompletableFuture.supplyAsync(() -> prepare(number, limitBytes), thread);
        }
    }

    private SegmentWriter prepare(long number, long limitBytes) {
        try {
            SegmentWriter writer = factory.create(number, limitBytes, () -> hurry);
            factory.publish(writer);
            return writer;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
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
        CompletableFuture<SegmentWriter> asked = pending;
        hurry = true;
        if (asked == null) {
            asked = CompletableFuture.supplyAsync(() -> prepare(number, limitBytes), thread);
        }
        pending = null;
        return result(asked);
    }

    private static SegmentWriter result(CompletableFuture<SegmentWriter> asked) throws IOException {
        try {
            return asked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Takes back a file that was not written to. */
    void giveBack(SegmentWriter unused) {
        pending = CompletableFuture.completedFuture(unused);
    }

    /** Deletes what was prepared and not used; after a failure it is only closed. The last call. */
    void discard(boolean hasFailed) throws IOException {
        CompletableFuture<SegmentWriter> asked = pending;
        hurry = true;
        pending = null;
        SegmentWriter unused = asked == null ? null : asked.handle((writer, failed) -> writer).join();
        if (unused == null) {
            return;
        }
        if (hasFailed) {
            unused.close();
        } else {
            factory.withdraw(unused);
        }
    }
}
