package dev.ringwal;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger threadsRunning;
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
        threadsRunning = new AtomicInteger(threads);
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

    /** A stage thread has no work left; the last one ends the log. */
    void threadEnded() {
        if (threadsRunning.decrementAndGet() == 0) {
            finish();
        }
    }

    private void finish() {
        boolean wasSound = !lifecycle.poisoned();
        try {
            finishStore();
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
