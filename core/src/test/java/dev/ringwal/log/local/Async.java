package dev.ringwal.log.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs what waits on a thread of its own each: the common pool has one on a small machine. */
final class Async {

    private static final Executor EACH_ITS_OWN_THREAD = task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    };

    private Async() {
    }

    static <T> CompletableFuture<T> supply(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, EACH_ITS_OWN_THREAD);
    }

    static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, EACH_ITS_OWN_THREAD);
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Until the thread waits for another. */
    static void awaitWaiting(Thread thread) {
        long begun = System.nanoTime();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(20)) {
                throw new AssertionError("it never waits: " + thread.getState());
            }
            Thread.onSpinWait();
        }
    }
}
