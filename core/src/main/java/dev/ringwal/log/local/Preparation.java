package dev.ringwal.log.local;

import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.NoSpaceException;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One segment file in the making. The writing thread says how far it shall be filled with zeros; the work is done on the preparing
 * thread, a step at a time.
 */
final class Preparation {

    private final SegmentFactory factory;
    private final long number;
    private final long limitBytes;
    private final Consumer<Throwable> unsettled;
    private final Task<SegmentWriter> published = new Task<>(this::publish);
    private volatile long wantedBytes;
    private volatile boolean hurried;
    private volatile boolean cancelled;

    // The preparing thread's.
    private @Nullable SegmentWriter writer;
    private boolean isPublished;
    private boolean isNamed;
    private boolean isDiskFull;

    /** @param unsettled is told when the file has its name, and nobody can say whether that is durable */
    Preparation(SegmentFactory factory, long number, long limitBytes, Consumer<Throwable> unsettled) {
        this.factory = factory;
        this.number = number;
        this.limitBytes = limitBytes;
        this.unsettled = unsettled;
    }

    /** How far the file shall be filled. The writing thread. */
    void want(long bytes) {
        wantedBytes = bytes;
    }

    /** No more filling: whoever waits for the file has waited long enough. The writing thread. */
    void hurry() {
        hurried = true;
    }

    /** Nobody will take the file: what is not begun is not done. The writing thread. */
    void cancel() {
        cancelled = true;
        hurried = true;
    }

    /** Fills the file as far as is wanted; names it once it is full. What fails here is tried again by {@link #finish}. */
    void step() throws IOException {
        if (hurried || isPublished || isDiskFull) {
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
    void finish() {
        if (!isPublished && !cancelled) {
            isPublished = true;
            published.run();
        }
    }

    private SegmentWriter publish() throws IOException {
        SegmentWriter ready = writer();
        factory.name(ready);
        isNamed = true;
        try {
            factory.settle(ready);
        } catch (IOException | RuntimeException | Error e) {
            unsettled.accept(e);
            throw e;
        }
        return ready;
    }

    /** Whether the file had got its name, once {@link #get} has thrown. */
    boolean isNamed() {
        return isNamed;
    }

    /** Whether {@link #get} waits no more. Any thread. */
    boolean isReady() {
        return published.hasEnded();
    }

    /**
     * Waits for the file, named and durable but for its records. Any thread.
     *
     * @throws NoSpaceException when there was no room for even a short one
     */
    SegmentWriter get() throws IOException {
        return published.get();
    }

    /** Deletes the file, which was not written to; after a failure it is only closed. */
    void withdraw(boolean hasFailed) throws IOException {
        SegmentWriter made = writer;
        if (made == null || isPublished && !published.await()) {
            return;
        }
        if (hasFailed) {
            made.close();
        } else if (isPublished) {
            factory.withdraw(made);
        } else {
            factory.discard(made);
        }
    }
}
