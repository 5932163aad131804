package dev.ringwal;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import java.lang.invoke.VarHandle;

/**
 * Claims slots. The ring's own {@code next()} would park for ever, deaf to interrupts, once a stage has died; this one's waiting ends
 * on room, poison, close, interrupt and deadline.
 *
 * <p>A producer announces that it waits (full fence), tries once more, then waits; notify frees slots (full fence), then signals if
 * somebody has announced it. A producer holds the monitor from its announcement until it waits, so that no signal falls between.
 * It is a monitor because that takes no memory: the signal of a {@code Condition} is lost when there is none.
 */
final class Room {

    /** In place of a slot: there is no room. */
    static final long NONE = -1;

    private final RingBuffer<Slot> ring;
    private final Lifecycle lifecycle;
    private final OwnThreads own;
    private volatile int waiting; // written in the monitor

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

    private synchronized long await(Patience patience) {
        own.refuseToWait("an append to a full ring");
        waiting++;
        try {
            while (true) {
                VarHandle.fullFence();
                long slot = tryClaim();
                if (slot != NONE) {
                    return slot;
                }
                lifecycle.checkOpen();
                patience.await(this);
            }
        } finally {
            waiting--;
        }
    }

    boolean isThere() {
        return ring.hasAvailableCapacity(1);
    }

    /** Slots were freed, or the state changed. */
    void signal() {
        VarHandle.fullFence();
        if (waiting > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
