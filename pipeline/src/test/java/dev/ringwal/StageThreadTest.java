package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StageThreadTest {

    private final FakeStore store = new FakeStore();
    private final Lifecycle lifecycle = new Lifecycle();
    private final Poison poison = new Poison(lifecycle, store);
    private final AtomicInteger woken = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Fails, and ends once the log is poisoned and everybody was told. */
    private class Failing extends Stage {

        private final Throwable failure;

        private Failing(Throwable failure) {
            super(poison);
            this.failure = failure;
        }

        @Override
        boolean advance() throws Throwable {
            throw failure;
        }

        @Override
        boolean ended() {
            return lifecycle.poisoned() && woken.get() > 0;
        }
    }

    @Test
    void poisonThatFindsNoMemoryIsDoneAgain() throws Exception {
        AtomicInteger missedWakeUps = new AtomicInteger(3);
        lifecycle.wakes(() -> {
            if (missedWakeUps.getAndDecrement() > 0) {
                throw new OutOfMemoryError("to wake");
            }
            woken.incrementAndGet();
        });
        Throwable failure = new OutOfMemoryError("to write");
        StageThread thread = new StageThread("failing", List.of(new Failing(failure)), new WakeUp(), Waiting.PARK,
                System::nanoTime, new OwnThreads(), poison, end -> ended.countDown());
        thread.start();
        ended.await();
        thread.join();

        assertFalse(thread.isAlive());
        assertTrue(lifecycle.poisoned());
        assertSame(failure, lifecycle.failure());
        assertEquals(1, woken.get());
    }

    @Test
    void whatIsThrownBetweenStepsPoisons() throws Exception {
        lifecycle.wakes(woken::incrementAndGet);
        Error late = new InternalError("a fault occurred in a recent unsafe memory access operation");
        AtomicInteger asked = new AtomicInteger();
        Stage stage = new Failing(new IllegalStateException()) {
            @Override
            boolean advance() {
                return false;
            }

            @Override
            boolean ended() {
                if (asked.incrementAndGet() == 1) {
                    throw late;
                }
                return super.ended();
            }
        };
        StageThread thread = new StageThread("failing", List.of(stage), new WakeUp(), Waiting.PARK, System::nanoTime, new OwnThreads(), poison,
                end -> ended.countDown());
        thread.start();
        ended.await();
        thread.join();

        assertSame(late, lifecycle.failure());
    }

    @Test
    void endThatIsCutShortIsToldAgain() throws Exception {
        lifecycle.wakes(woken::incrementAndGet);
        AtomicInteger tellings = new AtomicInteger();
        StageThread thread = new StageThread("failing", List.of(new Failing(new IllegalStateException())), new WakeUp(), Waiting.PARK,
                System::nanoTime, new OwnThreads(), poison, end -> {
                    if (tellings.incrementAndGet() == 1) {
                        throw new InternalError("a fault occurred in a recent unsafe memory access operation");
                    }
                    ended.countDown();
                });
        thread.start();
        ended.await();
        thread.join();

        assertEquals(2, tellings.get());
    }
}
