package dev.ringwal;

import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pushes durable records to a handler, on a daemon thread of its own: first those that are there, then each as it becomes durable,
 * with no gap between. It ends when it is closed, when its handler throws, when it cannot read on, or when the log was closed or
 * poisoned and all that is durable was delivered.
 *
 * <p>The log never waits for a tail: one that is too slow falls behind, and ends with
 * {@link dev.ringwal.log.RecordGoneException} if its next record is trimmed.
 */
public final class Tail implements AutoCloseable {

    private static final Duration LONG = Duration.ofHours(1);

    private final LogReader reader;
    private final RecordHandler handler;
    private final OwnThreads own;
    private final Thread thread = new Thread(this::run, "ringwal-tail");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object waitingLock = new Object();
    private boolean waiting;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    private Tail(LogReader reader, RecordHandler handler, OwnThreads own) {
        this.reader = reader;
        this.handler = handler;
        this.own = own;
    }

    static Tail start(LogReader reader, RecordHandler handler, OwnThreads own) {
        Tail tail = new Tail(reader, handler, own);
        tail.thread.setDaemon(true);
        try {
            tail.thread.start();
        } catch (Throwable none) { // no memory for a thread
            reader.close();
            throw none;
        }
        return tail;
    }

    private void run() {
        try (reader) {
            while (!closed) {
                Thread.interrupted(); // what the handler left: it would close the reader's file
                if (reader.next() || awaitNext()) {
                    handler.onRecord(reader);
                }
            }
        } catch (LogClosedException end) {
            // all that is durable was delivered
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            ended.countDown();
        }
    }

    /** Only here does {@link #close} interrupt: never the handler, whose thread it is otherwise. */
    private boolean awaitNext() {
        if (!setWaiting(true)) {
            return false;
        }
        try {
            return reader.next(LONG) && !closed;
        } catch (UncheckedIOException interrupted) {
            if (!closed) {
                throw interrupted;
            }
            return false;
        } finally {
            setWaiting(false);
        }
    }

    /** False when closed. */
    private boolean setWaiting(boolean now) {
        synchronized (waitingLock) {
            waiting = now;
            return !closed;
        }
    }

    /**
     * Why it ended, once it has: what the handler threw, {@link dev.ringwal.log.LogFailedException},
     * {@link dev.ringwal.log.RecordGoneException}, and so on. Empty while it runs, and when it or the log was closed.
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits until it has ended and its handler has returned; false when the time is up or the waiting thread is interrupted. */
    public boolean awaitEnd(Duration timeout) {
        if (ended.getCount() > 0) {
            own.refuseToWait("awaitEnd");
        }
        try {
            return ended.await(Patience.nanos(timeout), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Ends it, and waits for its handler to return: no record is delivered afterwards. In the handler itself, or on a thread that the
     * log needs, it does not wait.
     */
    @Override
    public void close() {
        closed = true;
        synchronized (waitingLock) {
            if (waiting) {
                thread.interrupt();
            }
        }
        if (Thread.currentThread() != thread && !own.current()) {
            awaitEnd(Duration.ofDays(36_525));
        }
    }
}
