package dev.ringwal.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes SIGINT and SIGTERM a request: what is given runs, and the process ends when this is closed, with the exit code that such a
 * signal has (130, 143). A shutdown hook does both, as the JVM keeps the code and runs everything else meanwhile. When it takes too
 * long, a disk that hangs for one, the process ends all the same, as after a kill.
 */
final class OrderlyExit implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "ringwal-exit");
    private final Runnable request;
    private final Runnable overdue;
    private final Duration patience;

    /** @param overdue is run when it takes longer than the patience */
    OrderlyExit(Runnable request, Runnable overdue, Duration patience) {
        this.request = request;
        this.overdue = overdue;
        this.patience = patience;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook has done its part.
        }
    }

    /** What a signal sets off. */
    void end() {
        request.run();
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                overdue.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
