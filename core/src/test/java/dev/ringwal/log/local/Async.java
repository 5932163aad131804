package dev.ringwal.log.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
}
