package dev.ringwal;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/** How far the store has come: what is written, what is durable, and who waits for that. Moves forward only. */
final class Progress {

    private final Lifecycle lifecycle;
    private volatile int waiting; // written in the monitor
    private volatile long written;
    private volatile long durable;

    Progress(Lifecycle lifecycle, long written, long durable) {
        this.lifecycle = lifecycle;
        this.written = written;
        this.durable = durable;
    }

    long written() {
        return written;
    }

    long durable() {
        return durable;
    }

    /** Called by the store, which reports in order. */
    void written(long sequence) {
        assert sequence >= written : sequence + " after " + written;
        written = sequence;
    }

    /** Called by the store, which reports in order. */
    void durable(long sequence) {
        assert sequence >= durable : sequence + " after " + durable;
        durable = sequence;
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
                if (durable >= sequence) {
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
