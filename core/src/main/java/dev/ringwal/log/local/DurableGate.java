package dev.ringwal.log.local;

import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The durable sequence, and those who wait for it. One thread at a time advances; any thread waits. Advancing costs two volatile
 * accesses while nobody does. Waking takes no memory.
 */
final class DurableGate {

    private volatile long durable;
    private volatile int waiting; // written in the monitor
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    DurableGate(long durable) {
        this.durable = durable;
    }

    long durable() {
        return durable;
    }

    void advance(long sequence) {
        durable = sequence;
        if (waiting > 0) {
            wakeAll();
        }
    }

    /** The log is about to be truncated behind the record: none behind it is given out any more. */
    void lowerTo(long sequence) {
        durable = sequence;
    }

    /** The log was truncated behind the record, as all can see: whoever waits looks again. */
    void cutTo(long sequence) {
        durable = sequence;
        wakeAll();
    }

    /** From now on nothing more becomes durable. The first cause counts. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        wakeAll();
    }

    /** From now on nothing more becomes durable; a failure before counts. */
    void close() {
        closed = true;
        wakeAll();
    }

    private synchronized void wakeAll() {
        notifyAll();
    }

    /** Waits while so told until the record is durable, the log has ended, the time is up, or the thread is interrupted (which stays so). */
    synchronized boolean await(long sequence, long nanos, BooleanSupplier goesOn) {
        long deadline = System.nanoTime() + nanos;
        waiting++;
        try {
            long left = nanos;
            while (durable < sequence && !hasEnded() && goesOn.getAsBoolean() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
        }
        return durable >= sequence;
    }

    private boolean hasEnded() {
        return closed || failure != null;
    }

    /** Throws when nothing more will ever become durable. */
    void checkGoesOn() {
        Throwable cause = failure;
        if (cause != null) {
            throw new LogFailedException(cause, Outcome.UNKNOWN);
        }
        if (closed) {
            throw new LogClosedException("the log is closed", Outcome.NOT_WRITTEN);
        }
    }
}
