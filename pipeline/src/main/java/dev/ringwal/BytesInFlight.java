package dev.ringwal;

import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * Bounds the memory that appends under way take besides the ring. First come, first served, so that a large record is not overtaken
 * for ever by small ones; what is larger than the bound takes all of it, and so goes alone. Waking takes no memory.
 * Any thread.
 */
final class BytesInFlight {

    private final long limitBytes;
    private final Lifecycle lifecycle;
    private final OwnThreads own;
    /** Linked, as an array that finds no memory to grow has lost its order. */
    private final Queue<Thread> queue = new LinkedList<>();
    private long bytes;

    BytesInFlight(long limitBytes, Lifecycle lifecycle, OwnThreads own) {
        this.limitBytes = limitBytes;
        this.lifecycle = lifecycle;
        this.own = own;
    }

    /** What so many bytes take of the bound: to be released later. */
    long charge(long outsideBytes) {
        return Math.min(outsideBytes, limitBytes);
    }

    /**
     * Takes so much of the bound; false where there is no room and the patience is none.
     *
     * @throws dev.ringwal.log.LogException when the log is closed or poisoned, or the waiting was abandoned
     */
    boolean admit(long charge, Patience patience) {
        if (charge == 0 || tryAdmit(charge)) {
            return true;
        }
        if (patience.waits()) {
            own.refuseToWait("an append beyond the bytes in flight");
            awaitTurn(charge, patience);
            return true;
        }
        return false;
    }

    private synchronized boolean tryAdmit(long charge) {
        return queue.isEmpty() && take(charge);
    }

    private boolean take(long charge) {
        if (bytes + charge > limitBytes) {
            return false;
        }
        bytes += charge;
        return true;
    }

    private void awaitTurn(long charge, Patience patience) {
        queueUp();
        try {
            while (!takeTurn(charge)) {
                lifecycle.checkOpen();
                patience.awaitUnpark(this);
            }
        } finally {
            leave();
        }
    }

    private synchronized void queueUp() {
        queue.add(Thread.currentThread());
    }

    private synchronized boolean takeTurn(long charge) {
        return queue.peek() == Thread.currentThread() && take(charge);
    }

    private synchronized void leave() {
        queue.remove(Thread.currentThread());
        wakeFirst();
    }

    void release(long charge) {
        if (charge != 0) {
            giveBack(charge);
        }
    }

    private synchronized void giveBack(long charge) {
        bytes -= charge;
        assert bytes >= 0;
        wakeFirst();
    }

    private void wakeFirst() {
        LockSupport.unpark(queue.peek());
    }

    /** The state changed: all who wait are to look at it. */
    synchronized void signalAll() {
        for (Thread waiting : queue) {
            LockSupport.unpark(waiting);
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
