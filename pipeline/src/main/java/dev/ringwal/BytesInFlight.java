package dev.ringwal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the memory that appends under way take besides the ring. First come, first served, so that a large record is not overtaken
 * for ever by small ones; what is larger than the bound takes all of it, and so goes alone. Any thread.
 */
final class BytesInFlight {

    private final long limitBytes;
    private final Lifecycle lifecycle;
    private final OwnThreads own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Condition> queue = new ArrayDeque<>();
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
        if (charge == 0) {
            return true;
        }
        lock.lock();
        try {
            if (queue.isEmpty() && bytes + charge <= limitBytes) {
                bytes += charge;
                return true;
            }
            if (patience.waits()) {
                own.refuseToWait("an append beyond the bytes in flight");
                awaitTurn(charge, patience);
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(long charge, Patience patience) {
        Condition turn = lock.newCondition();
        queue.add(turn);
        try {
            while (queue.peek() != turn || bytes + charge > limitBytes) {
                lifecycle.checkOpen();
                patience.await(turn);
            }
            bytes += charge;
        } finally {
            queue.remove(turn);
            signalFirst();
        }
    }

    void release(long charge) {
        if (charge != 0) {
            lock.lock();
            try {
                bytes -= charge;
                assert bytes >= 0;
                signalFirst();
            } finally {
                lock.unlock();
            }
        }
    }

    private void signalFirst() {
        Condition first = queue.peek();
        if (first != null) {
            first.signal();
        }
    }

    /** The state changed: all who wait are to look at it. */
    void signalAll() {
        lock.lock();
        try {
            queue.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
