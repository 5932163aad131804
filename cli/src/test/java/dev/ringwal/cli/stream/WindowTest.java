package dev.ringwal.cli.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WindowTest {

    private final Window window = new Window(4);

    /** Enters on a thread of its own; returns once that thread waits. */
    private CompletableFuture<Boolean> enterLater(int places) throws InterruptedException {
        CompletableFuture<Boolean> entered = new CompletableFuture<>();
        Thread thread = new Thread(() -> entered.complete(window.enter(places)));
        thread.start();
        while (thread.getState() != Thread.State.WAITING && !entered.isDone()) {
            Thread.onSpinWait();
        }
        return entered;
    }

    @Test
    void letsInUpToItsLimit() throws Exception {
        assertTrue(window.enter(1));
        assertTrue(window.enter(3));

        CompletableFuture<Boolean> fifth = enterLater(1);

        assertFalse(fifth.isDone());
        window.leave(1);
        assertTrue(fifth.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whatIsLargerThanTheLimitGoesAlone() throws Exception {
        assertTrue(window.enter(1));

        CompletableFuture<Boolean> large = enterLater(100);

        assertFalse(large.isDone());
        window.leave(1);
        assertTrue(large.get(10, TimeUnit.SECONDS));
    }

    @Test
    void closingEndsTheWaiting() throws Exception {
        assertTrue(window.enter(4));
        CompletableFuture<Boolean> waiting = enterLater(1);

        window.close();

        assertFalse(waiting.get(10, TimeUnit.SECONDS));
        assertTrue(window.awaitClosed(0));
    }

    @Test
    void closedLetsNobodyIn() {
        window.close();

        assertFalse(window.enter(1));
    }

    @Test
    void nobodyIsForgottenUnderLoad() throws Exception {
        int rounds = 200_000;
        AtomicInteger inside = new AtomicInteger();
        Thread leaver = new Thread(() -> {
            for (int left = 0; left < rounds; ) {
                if (inside.get() > left) {
                    window.leave(1);
                    left++;
                }
            }
        });
        leaver.start();
        for (int i = 0; i < rounds; i++) {
            assertTrue(window.enter(1));
            assertTrue(inside.incrementAndGet() - window.left() <= 4);
        }
        leaver.join();
        assertEquals(rounds, window.left());
    }
}
