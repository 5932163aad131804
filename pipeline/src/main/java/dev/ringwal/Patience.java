package dev.ringwal;

import dev.ringwal.log.AppendAbandonedException;
import dev.ringwal.log.AppendAbandonedException.Reason;
import dev.ringwal.log.Outcome;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long one call waits: not at all, for ever, or until a time. An interrupt ends the waiting, and stays set. */
final class Patience {

    static final Patience NONE = new Patience(0);
    static final Patience ENDLESS = new Patience(Long.MAX_VALUE);

    private final long deadlineNanos;

    private Patience(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    static Patience of(Duration timeout) {
        return new Patience(System.nanoTime() + nanos(timeout));
    }

    /** The duration in nanoseconds, what is too long cut to a century, what is negative to nothing. */
    static long nanos(Duration timeout) {
        Duration century = Duration.ofDays(36_525);
        return timeout.isNegative() ? 0 : timeout.compareTo(century) > 0 ? century.toNanos() : timeout.toNanos();
    }

    boolean waits() {
        return this != NONE;
    }

    boolean over() {
        return this == NONE || this != ENDLESS && deadlineNanos - System.nanoTime() <= 0;
    }

    /** Parks until unparked, interrupted or over. */
    void park(Object blocker) {
        if (this == ENDLESS) {
            LockSupport.park(blocker);
        } else {
            LockSupport.parkNanos(blocker, deadlineNanos - System.nanoTime());
        }
    }

    /**
     * Waits to be notified, in the monitor, before a record is handed in; returns without a reason, too.
     *
     * @throws AppendAbandonedException when the time is up or the thread is interrupted
     */
    void await(Object monitor) {
        checkNotOver();
        try {
            monitor.wait(this == ENDLESS ? 0 : millisLeft());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AppendAbandonedException(Reason.INTERRUPTED, Outcome.NOT_WRITTEN);
        }
    }

    /** As {@link #await}, until unparked. */
    void awaitUnpark(Object blocker) {
        checkNotOver();
        if (Thread.currentThread().isInterrupted()) {
            throw new AppendAbandonedException(Reason.INTERRUPTED, Outcome.NOT_WRITTEN);
        }
        park(blocker);
    }

    private void checkNotOver() {
        if (over()) {
            throw new AppendAbandonedException(Reason.TIMED_OUT, Outcome.NOT_WRITTEN);
        }
    }

    /** Rounded up: no wait for nothing, which would be one for ever. */
    private long millisLeft() {
        return Math.max(0, deadlineNanos - System.nanoTime()) / 1_000_000 + 1;
    }
}
