package dev.ringwal.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Makes SIGINT and SIGTERM a request: what is given runs, and the process ends when this is closed, with the exit code that such a
 * signal has (130, 143). A shutdown hook does both, as the JVM keeps the code and runs everything else meanwhile.
 */
final class OrderlyExit implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    OrderlyExit(Runnable request) {
        hook = new Thread(() -> {
            request.run();
            awaitClosed();
        }, "ringwal-exit");
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

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
