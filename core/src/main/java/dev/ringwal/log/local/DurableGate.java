package dev.ringwal.log.local;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The durable sequence, and those who wait for it. One thread at a time advances; any thread waits. Advancing costs two volatile
 * accesses while nobody does.
 */
final class DurableGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long durable;
    private volatile int waiting;
    private volatile @Nullable Supplier<RuntimeException> end;

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

    /** From now on nothing more becomes durable, and whoever wants more gets this. The first one counts. */
    void end(Supplier<RuntimeException> cause) {
        lock.lock();
        try {
            if (end == null) {
                end = cause;
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the record is durable, the log has ended, the time is up, or the thread is interrupted (which stays so). */
    boolean await(long sequence, long nanos) {
        lock.lock();
        waiting++;
        try {
            long left = nanos;
            while (durable < sequence && end == null && left > 0) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
            lock.unlock();
        }
        return durable >= sequence;
    }

    /** Throws when nothing more will ever become durable. */
    void checkGoesOn() {
        Supplier<RuntimeException> ended = end;
        if (ended != null) {
            throw ended.get();
        }
    }
}
