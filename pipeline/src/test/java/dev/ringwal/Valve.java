package dev.ringwal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets threads through, or holds them, and knows when one has come. */
final class Valve {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private int inside;

    void shut() {
        set(true);
    }

    void open() {
        set(false);
    }

    private void set(boolean value) {
        lock.lock();
        try {
            shut = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void pass() {
        lock.lock();
        try {
            inside++;
            changed.signalAll();
            while (shut) {
                changed.awaitUninterruptibly();
            }
            inside--;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when somebody is held. */
    void awaitHeld() {
        lock.lock();
        try {
            while (inside == 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
