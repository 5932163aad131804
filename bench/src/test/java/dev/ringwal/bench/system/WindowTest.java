package dev.ringwal.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WindowTest {

    private static final int IN_FLIGHT = 1024;

    private final Window window = new Window(IN_FLIGHT, CompletionListener.NONE);

    @Test
    void letsNoMoreInThanMayBeInFlight() throws Exception {
        enter(IN_FLIGHT);

        CompletableFuture<Long> completedOnEntering = CompletableFuture.supplyAsync(() -> {
            enter(1);
            return window.completed();
        });
        window.complete(IN_FLIGHT / 4);

        assertEquals(IN_FLIGHT / 4, completedOnEntering.get());
    }

    @Test
    void letsInAtOnceAsManyAsAreMissing() {
        enter(IN_FLIGHT);
        window.complete(IN_FLIGHT / 2);
        enter(IN_FLIGHT / 2);

        window.complete(2);

        enter(2); // would wait for a quarter of them, and nobody completes any
        assertEquals(IN_FLIGHT / 2 + 2, window.completed());
    }

    @Test
    void drainsWhenAllIsComplete() throws Exception {
        enter(3);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(this::drain);

        window.complete(2);
        window.complete(1);

        drained.get();
    }

    @Test
    void tellsTheProducerOfAFailure() {
        IllegalStateException cause = new IllegalStateException();
        enter(2);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(this::drain);

        window.fail(cause);

        Throwable thrown = assertThrows(ExecutionException.class, drained::get).getCause();
        assertSame(cause, thrown.getCause().getCause());
    }

    private void enter(int records) {
        try {
            for (int i = 0; i < records; i++) {
                window.enter();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void drain() {
        try {
            window.drain();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
