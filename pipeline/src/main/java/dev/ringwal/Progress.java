package dev.ringwal;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * How far the store has come: what is written, what is durable, and who waits for that. Moves forward only. Counted in marks, as
 * {@link dev.ringwal.log.LogStore.Listener} has them; users wait for sequences.
 */
final class Progress {

    private final Lifecycle lifecycle;
    private volatile int waiting; // written in the monitor
    private volatile long written;
    private volatile long durable;
    private volatile long durableSequence;

    Progress(Lifecycle lifecycle, long written, long durable) {
        this.lifecycle = lifecycle;
        this.written = written;
        this.durable = durable;
        this.durableSequence = durable;
    }

    long written() {
        return written;
    }

    long durable() {
        return durable;
    }

    long durableSequence() {
        return durableSequence;
    }

    /** Called by the store, which reports in order. */
    void written(long mark) {
        assert mark >= written : mark + " after " + written;
        written = mark;
    }

    /** Called by the store, which reports in order. */
    void durable(long sequence, long mark) {
        assert mark >= durable : mark + " after " + durable;
        durableSequence = sequence;
        durable = mark;
        signal();
    }

    /**
     * Waits until the record is durable; false when the time is up or the thread is interrupted (its status stays set).
     *
     * @throws dev.ringwal.log.LogException when the log is closed or poisoned before
     */
    synchronized boolean awaitDurable(long sequence, long nanos) {
        long deadline = System.nanoTime() + nanos;
        waiting++;
        try {
            while (true) {
                VarHandle.fullFence();
                boolean last = lifecycle.poisoned() || lifecycle.closed() || lifecycle.abandoned(); // read before durable
                if (durableSequence >= sequence) {
                    return true;
                }
                if (last) {
                    lifecycle.checkOpen();
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
        }
    }

    /** Something moved, or the state changed. */
    void signal() {
        VarHandle.fullFence();
        if (waiting > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
