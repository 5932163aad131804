package dev.ringwal.log.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Work for another thread, and what became of it. Handing that over takes no memory, so that whoever waits is let go though the heap
 * is exhausted: a {@code CompletableFuture} cannot even say so then. Any thread waits.
 */
final class Task<T> implements Runnable {

    private final Callable<T> work;
    private @Nullable T result;
    private @Nullable Throwable failure;

    // Guarded by this.
    private boolean succeeded;
    private boolean ended;

    Task(Callable<T> work) {
        this.work = work;
    }

    /** One that is done. */
    static <T> Task<T> of(T result) {
        Task<T> done = new Task<>(() -> result);
        done.run();
        return done;
    }

    @Override
    public void run() {
        boolean returned = false;
        try {
            result = work.call();
            returned = true;
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            end(returned); // reached even when there is no memory to find the catch above
        }
    }

    private synchronized void end(boolean returned) {
        succeeded = returned;
        ended = true;
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Waits for the outcome, whatever interrupts; the status stays set. Throws what the work threw. */
    T get() throws IOException {
        if (await()) {
            return result;
        }
        Throwable thrown = failure;
        if (thrown instanceof IOException cause) {
            throw cause;
        }
        if (thrown instanceof RuntimeException cause) {
            throw cause;
        }
        if (thrown instanceof Error cause) {
            throw cause;
        }
        throw new IllegalStateException("a task failed", thrown);
    }

    /** Waits for the end, whatever interrupts; false when the work threw. */
    synchronized boolean await() {
        boolean interrupted = false;
        while (!ended) {
            try {
                wait();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return succeeded;
    }
}
