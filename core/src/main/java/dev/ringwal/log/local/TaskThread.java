package dev.ringwal.log.local;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after the other on one thread that is started with the first of them. Unlike the executors of the JDK it needs no
 * interrupt to stop, which its thread would ignore. Any thread.
 */
final class TaskThread extends AbstractExecutorService {

    private static final Runnable END = () -> { };

    private final ThreadFactory threads;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean started;
    private boolean shutDown;

    TaskThread(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
        if (!started) {
            threads.newThread(this::run).start();
            started = true;
        }
        tasks.add(task);
    }

    private void run() {
        try {
            for (Runnable task = take(); task != END; task = take()) {
                run(task);
            }
        } finally {
            ended.countDown();
        }
    }

    /** Whoever waits for a task learns of its failure from a future; the thread has others to run. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            // Nobody waits for this one.
        }
    }

    private Runnable take() {
        while (true) {
            try {
                return tasks.take();
            } catch (InterruptedException spurious) {
                // The thread ignores interrupts; nobody means this one.
            }
        }
    }

    /** What was handed in before is still done. */
    @Override
    public synchronized void shutdown() {
        if (!shutDown && !started) {
            ended.countDown();
        }
        shutDown = true;
        tasks.add(END);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return ended.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }
}
