package dev.ringwal.log.local;

import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.NoSpaceException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One segment file in the making. The writing thread says how far it shall be filled with zeros; the work is done on the preparing
 * thread, a step at a time, or by the writing thread where it needs the file: the preparing one may have other logs' work in hand.
 */
final class Preparation {

    private final SegmentFactory factory;
    private final long number;
    private final long limitBytes;
    private final Task<SegmentWriter> published = new Task<>(this::publish);
    private volatile long wantedBytes;
    private volatile boolean hurried;

    // Guarded by this.
    private @Nullable SegmentWriter writer;
    private boolean isFinished;
    private boolean isDiskFull;

    Preparation(SegmentFactory factory, long number, long limitBytes) {
        this.factory = factory;
        this.number = number;
        this.limitBytes = limitBytes;
    }

    /** How far the file shall be filled. The writing thread. */
    void want(long bytes) {
        wantedBytes = bytes;
    }

    /** Fills the file as far as is wanted; names it once it is full. What fails here is tried again by {@link #finish}. */
    synchronized void step() throws IOException {
        if (hurried || isFinished || isDiskFull) {
            return;
        }
        SegmentWriter filling = writer();
        try {
            filling.fillAhead(wantedBytes, () -> hurried);
        } catch (IOException | RuntimeException | Error e) {
            isDiskFull = e instanceof NoSpaceException;
            writer = null;
            factory.discard(filling);
            throw e;
        }
        if (filling.isFilled()) {
            finish();
        }
    }

    private SegmentWriter writer() throws IOException {
        SegmentWriter made = writer;
        if (made == null) {
            made = factory.create(number, limitBytes);
            writer = made;
        }
        return made;
    }

    /** Names the file, unless it is named: filled or not. */
    synchronized void finish() {
        if (!isFinished) {
            isFinished = true;
            published.run();
        }
    }

    private SegmentWriter publish() throws IOException {
        SegmentWriter ready = writer();
        factory.publish(ready);
        return ready;
    }

    /** Whether {@link #take} has nothing to do, nor to wait for. Any thread. */
    boolean isReady() {
        return published.hasEnded();
    }

    /**
     * The file, named and durable but for its records: filled no further. Waits for a step that is going on.
     *
     * @throws NoSpaceException when there was no room for even a short one
     */
    SegmentWriter take() throws IOException {
        hurried = true;
        finish();
        return published.get();
    }

    /** Deletes the file, which was not taken; after a failure it is only closed. What is still to be done is not. */
    void withdraw(boolean hasFailed) throws IOException {
        hurried = true;
        withdrawHurried(hasFailed);
    }

    private synchronized void withdrawHurried(boolean hasFailed) throws IOException {
        boolean isNamed = isFinished;
        isFinished = true;
        SegmentWriter made = writer;
        if (made == null || isNamed && !published.await()) {
            return;
        }
        if (hasFailed) {
            made.close();
        } else if (isNamed) {
            factory.withdraw(made);
        } else {
            factory.discard(made);
        }
    }
}
