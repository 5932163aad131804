package dev.ringwal;

import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the log is open, closing, closed, poisoned, or given up by a close that timed out. Every change wakes whoever may be waiting
 * for something else. Any thread.
 */
final class Lifecycle {

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();
    private volatile boolean closing;
    private volatile boolean closed;
    private volatile boolean abandoned;

    /** At every change of state the given is run, which wakes somebody; it neither throws nor waits. */
    void wakes(Runnable sleeper) {
        sleepers.add(sleeper);
    }

    /** @throws dev.ringwal.log.LogException when nothing can be appended any more */
    void checkOpen() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new LogFailedException(cause, Outcome.NOT_WRITTEN);
        }
        if (closing) {
            throw new LogClosedException(closed() ? "the log is closed" : "the log is closing", Outcome.NOT_WRITTEN);
        }
    }

    /** The first cause is kept. Wakes everybody each time: there may have been no memory for it before. */
    void poison(Throwable cause) {
        failure.compareAndSet(null, cause);
        wakeAll();
    }

    boolean poisoned() {
        return failure.get() != null;
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    void startClosing() {
        closing = true;
        wakeAll();
    }

    boolean closing() {
        return closing;
    }

    /** A close timed out: every pending append is to fail, whatever becomes of its record. */
    void abandon() {
        abandoned = true;
        wakeAll();
    }

    boolean abandoned() {
        return abandoned;
    }

    /** The store has finished. */
    void setClosed() {
        closed = true;
        wakeAll();
    }

    boolean closed() {
        return closed;
    }

    /** Everybody was told: lets those go who wait for the end. */
    void end() {
        ended.countDown();
    }

    CountDownLatch ended() {
        return ended;
    }

    LogState state() {
        if (poisoned()) {
            return LogState.POISONED;
        }
        return closed() ? LogState.CLOSED : closing ? LogState.CLOSING : LogState.OPEN;
    }

    private void wakeAll() {
        for (int i = 0; i < sleepers.size(); i++) {
            sleepers.get(i).run();
        }
    }
}
