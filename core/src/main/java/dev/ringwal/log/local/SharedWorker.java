package dev.ringwal.log.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/**
 * One log's tasks on a thread that does others' too. It keeps them itself and hands the thread, for each, the same wish to run the next:
 * so it knows when its own are done, and takes no memory for a task beyond its place in the queues.
 */
final class SharedWorker implements Worker {

    private final TaskThread thread;
    private final Runnable leave;
    private final Runnable next = this::runNext;

    // Guarded by this.
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean ending;
    private boolean left;

    /** @param leave tells that it ended, once */
    SharedWorker(TaskThread thread, Runnable leave) {
        this.thread = thread;
        this.leave = leave;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (ending) {
            throw new RejectedExecutionException("shut down");
        }
        tasks.add(task);
        boolean handedOver = false;
        try {
            thread.execute(next);
            handedOver = true;
        } finally {
            if (!handedOver) {
                tasks.removeLast();
            }
        }
    }

    private void runNext() {
        try {
            begin().run();
        } finally {
            done();
        }
    }

    private synchronized Runnable begin() {
        running = true;
        return tasks.remove();
    }

    private synchronized void done() {
        running = false;
        notifyAll();
    }

    @Override
    public void hurry() {
        thread.hurry();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void end() {
        if (endOnce()) {
            leave.run();
        }
    }

    /** True the first time. */
    private synchronized boolean endOnce() {
        ending = true;
        boolean interrupted = false;
        while (running || !tasks.isEmpty()) {
            interrupted |= await();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        boolean first = !left;
        left = true;
        return first;
    }

    /** True when an interrupt ended the waiting. */
    private synchronized boolean await() {
        try {
            wait();
            return false;
        } catch (InterruptedException interrupt) {
            return true;
        }
    }
}
