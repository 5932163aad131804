package dev.ringwal.log.local;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * One thread for the tasks of many logs, started with the first of them. They run in the order in which they come, whosever they are: what
 * one log's take, those behind wait for. What one throws ends only itself. The thread ends when this is closed and the last log has ended
 * its {@linkplain #join worker}; nobody has to wait for that. Any thread.
 */
public final class SharedThread implements AutoCloseable {

    private final TaskThread thread;

    // Guarded by this.
    /** This one's maker, until it is closed, and the logs. */
    private int users = 1;
    private boolean closed;

    /** @param threads makes the thread; it must ignore interrupts */
    public SharedThread(ThreadFactory threads) {
        thread = new TaskThread(threads);
    }

    /**
     * A worker for one log, who ends it.
     *
     * @throws RejectedExecutionException when this is closed
     */
    public synchronized Worker join() {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        Worker worker = new SharedWorker(thread, this::leave);
        users++;
        return worker;
    }

    /** No log joins any more. */
    @Override
    public void close() {
        if (closeOnce()) {
            leave();
        }
    }

    private synchronized boolean closeOnce() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    private void leave() {
        if (leaveOne() == 0) {
            thread.end();
        }
    }

    private synchronized int leaveOne() {
        return --users;
    }
}
