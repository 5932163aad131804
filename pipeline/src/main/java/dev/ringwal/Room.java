package dev.ringwal;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Claims slots. The ring's own {@code next()} would park for ever, deaf to interrupts, once a stage has died; this one's waiting ends
 * on room, poison, close, interrupt and deadline.
 *
 * <p>A producer announces that it waits (full fence), tries once more, then waits; notify frees slots (full fence), then signals if
 * somebody has announced it. A producer holds the lock from its announcement until it waits, so that no signal falls between.
 */
final class Room {

    /** In place of a slot: there is no room. */
    static final long NONE = -1;

    private final RingBuffer<Slot> ring;
    private final Lifecycle lifecycle;
    private final OwnThreads own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private volatile int waiting; // written under the lock

    Room(RingBuffer<Slot> ring, Lifecycle lifecycle, OwnThreads own) {
        this.ring = ring;
        this.lifecycle = lifecycle;
        this.own = own;
    }

    /**
     * The claimed slot, or {@link #NONE} where the patience is none.
     *
     * @throws dev.ringwal.log.LogException when the log is closed or poisoned, or the waiting was abandoned
     */
    long claim(Patience patience) {
        long slot = tryClaim();
        return slot != NONE || !patience.waits() ? slot : await(patience);
    }

    private long tryClaim() {
        try {
            return ring.tryNext();
        } catch (InsufficientCapacityException full) { // one without a stack, made once
            return NONE;
        }
    }

    private long await(Patience patience) {
        own.refuseToWait("an append to a full ring");
        lock.lock();
        waiting++;
        try {
            while (true) {
                VarHandle.fullFence();
                long slot = tryClaim();
                if (slot != NONE) {
                    return slot;
                }
                lifecycle.checkOpen();
                patience.await(freed);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    boolean isThere() {
        return ring.hasAvailableCapacity(1);
    }

    /** Slots were freed, or the state changed. */
    void signal() {
        VarHandle.fullFence();
        if (waiting > 0) {
            lock.lock();
            try {
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
