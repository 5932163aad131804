package dev.ringwal.log.local;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Does tasks on one thread that is started with the first of them. Unlike the executors of the JDK it needs no interrupt to stop,
 * which its thread would ignore, and its thread takes no memory to wait and to go on: an exhausted heap does not end it.
 */
final class TaskThread implements Worker {

    static {
        // The first catch in a class looks up what it catches, which takes memory. Not when there is none left.
        Objects.requireNonNull(Throwable.class);
    }

    private final ThreadFactory threads;

    // Guarded by this.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean started;
    private boolean running;
    private boolean ending;

    TaskThread(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (ending) {
            throw new RejectedExecutionException("shut down");
        }
        tasks.add(task);
        if (!started) {
            start(task);
        }
        notifyAll();
    }

    /** There is no other task yet. */
    private void start(Runnable first) {
        try {
            threads.newThread(this::run).start();
            started = true;
            running = true;
        } finally {
            if (!started) {
                tasks.remove(first);
            }
        }
    }

    private void run() {
        boolean done = false;
        while (!done) {
            try {
                runTasks();
                done = true;
            } catch (Throwable thrown) {
                // Whoever waits for a task learns of its failure from it; the thread has others to run.
            }
        }
        ended();
    }

    private void runTasks() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /** Null at the end. */
    private synchronized @Nullable Runnable next() {
        while (tasks.isEmpty() && !ending) {
            await();
        }
        return tasks.poll();
    }

    private synchronized void ended() {
        running = false;
        notifyAll();
    }

    @Override
    public void hurry() {
        // It never waits while there is a task.
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public synchronized void end() {
        ending = true;
        notifyAll();
        boolean interrupted = false;
        while (running) {
            interrupted |= await();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
