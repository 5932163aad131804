package dev.ringwal;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a log: sets closing, places the end marker as soon as there is room, and when the last stage thread has passed it, has the
 * store finish.
 *
 * <p>A producer that claimed a slot before the marker's is served. One that claimed behind it finds closing set when it looks again
 * after its claim, because the marker was claimed after it was set.
 */
final class Shutdown {

    private final RingBuffer<Slot> ring;
    private final LogStore store;
    private final Lifecycle lifecycle;
    private final Poison poison;
    private final StateReports states;
    private final PointReader pointReader;

    /** Filled from the front, in the monitor: it takes no memory then. The last one finishes. */
    private final @Nullable Thread[] ended;

    /** The last thread's. */
    private boolean wasSound;
    private boolean storeFinished;
    private volatile boolean endPlaced;
    private volatile @Nullable Throwable closingFailure;

    Shutdown(RingBuffer<Slot> ring, LogStore store, Lifecycle lifecycle, Poison poison, StateReports states,
            PointReader pointReader, int threads) {
        this.ring = ring;
        this.store = store;
        this.lifecycle = lifecycle;
        this.poison = poison;
        this.states = states;
        this.pointReader = pointReader;
        ended = new Thread[threads];
    }

    void begin() {
        lifecycle.startClosing();
        placeEnd();
    }

    /** Places the end marker if it is time and there is room; else notify, who makes room, tries again. Nobody waits here. */
    boolean placeEnd() {
        return lifecycle.closing() && !endPlaced && tryPlaceEnd();
    }

    private synchronized boolean tryPlaceEnd() {
        if (endPlaced) {
            return false;
        }
        try {
            long slot = ring.tryNext();
            ring.get(slot).holdMarker(SlotKind.END);
            endPlaced = true;
            ring.publish(slot);
            return true;
        } catch (InsufficientCapacityException full) {
            return false;
        }
    }

    /**
     * A stage thread has no work left; the last one ends the log. It is done again when it throws: what a store into the mapped state page
     * meets, the JVM throws some time later, wherever the thread is by then.
     */
    void threadEnded(Thread thread) {
        if (isLast(thread)) {
            finish();
        }
    }

    private synchronized boolean isLast(Thread thread) {
        int place = 0;
        while (ended[place] != null && ended[place] != thread) {
            place++;
        }
        ended[place] = thread;
        return place == ended.length - 1;
    }

    private void finish() {
        try {
            if (!storeFinished) {
                storeFinished = true;
                wasSound = !lifecycle.poisoned();
                finishStore();
            }
        } finally {
            closingFailure = wasSound ? lifecycle.failure() : null;
            tellOfEnd();
        }
    }

    private void finishStore() {
        try {
            store.finish();
        } catch (Throwable escaped) {
            poison.poison(escaped);
        }
    }

    private void tellOfEnd() {
        try {
            lifecycle.setClosed();
            pointReader.close();
            states.deliver();
        } finally {
            lifecycle.end();
        }
    }

    /** Waits for the end, and that the threads are gone, whatever interrupts; false when the time is up. */
    boolean await(List<? extends Thread> threads, long nanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    if (!lifecycle.ended().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return false;
                    }
                    for (Thread thread : threads) {
                        thread.join(); // it has nothing left to do
                    }
                    return true;
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @throws LogFailedException when the last sync, or the seal, failed: what only {@code WRITTEN} was asked for may be lost */
    void throwWhatClosingMet() {
        Throwable cause = closingFailure;
        if (cause != null) {
            throw new LogFailedException(cause, Outcome.UNKNOWN);
        }
    }
}
