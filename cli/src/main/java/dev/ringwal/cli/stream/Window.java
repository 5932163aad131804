package dev.ringwal.cli.stream;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is under way between one thread that hands in and one that completes. What alone is larger than the bound passes when
 * nothing else is under way. Once closed, nobody gets in and nobody waits.
 *
 * <p>The waiting thread is woken when an eighth of the window is free, not for every single place: waking costs more than a record.
 */
public final class Window {

    private final long limit;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Of the entering thread. */
    private long entered;
    /** Written by the completing thread only. */
    private volatile long left;
    /** Written before {@link #waiting}, which publishes it. */
    private long wakeAt;
    private volatile @Nullable Thread waiting;

    public Window(long limit) {
        this.limit = limit;
    }

    /** Waits until there is room, and takes it; false when the window is closed. One thread. */
    public boolean enter(int places) {
        long last = entered + places;
        if (last - left > limit && left < entered) {
            awaitLeft(Math.min(entered, last - limit + limit / 8));
        }
        if (isClosed()) {
            return false;
        }
        entered = last;
        return true;
    }

    /** Gives places back. One thread. */
    public void leave(long places) {
        long now = left + places;
        left = now;
        Thread thread = waiting;
        if (thread != null && now >= wakeAt) {
            waiting = null;
            LockSupport.unpark(thread);
        }
    }

    /** How many places were given back so far. Any thread. */
    public long left() {
        return left;
    }

    /** Lets nobody in any more. Any thread, any number of times. */
    public void close() {
        closed.countDown();
        LockSupport.unpark(waiting);
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits until the window is closed; false when the time is up first. Any thread. */
    public boolean awaitClosed(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Announce, look again, park: whoever leaves or closes advances first and looks for the announcement afterwards. */
    private void awaitLeft(long target) {
        wakeAt = target;
        while (left < target && !isClosed()) {
            waiting = Thread.currentThread();
            if (left < target && !isClosed()) {
                LockSupport.park(this);
            }
        }
        waiting = null;
    }
}
