package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CallbackTest {

    private final FakeStore store = new FakeStore();

    @ParameterizedTest
    @EnumSource
    void oneThatThrowsChangesNothing(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout)) {
            log.append(new byte[1], (sequence, failure) -> {
                throw new StackOverflowError();
            });
            log.appendAsync(new byte[1]).thenRun(() -> {
                throw new IllegalStateException("a dependent's");
            });
            assertEquals(2, log.append(new byte[1]));
            assertEquals(LogState.OPEN, log.state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWouldWaitForTheLogThrowsThere(ThreadLayout layout) {
        List<Throwable> thrown = new ArrayList<>();
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(8));
                LogReader reader = log.reader(1000)) {
            store.syncing.shut();
            log.append(new byte[1], (sequence, failure) -> {
                CompletableFuture<Long> pending = log.appendAsync(new byte[1]);
                List<Runnable> waits = List.of(
                        () -> log.append(new byte[1]),
                        () -> log.append(new byte[1], Duration.ofSeconds(20)),
                        log::sync,
                        () -> log.awaitDurable(1000, Duration.ofSeconds(20)),
                        () -> reader.next(Duration.ofSeconds(20)),
                        pending::join,
                        () -> Logs.get(pending),
                        () -> pending.thenApply(x -> x).join(),
                        () -> {
                            while (true) {
                                log.appendAsync(new byte[1]);
                            }
                        });
                for (Runnable wait : waits) {
                    try {
                        wait.run();
                        thrown.add(new AssertionError("it waited"));
                    } catch (Throwable refused) {
                        thrown.add(refused instanceof AssertionError ? refused.getCause() : refused);
                    }
                }
                assertTrue(log.tryAppend(new byte[1]).isEmpty());
            });
            store.syncing.open();
            log.sync();
        }
        assertEquals(9, thrown.size());
        thrown.forEach(refused -> assertInstanceOf(IllegalStateException.class, refused));
    }

    @Test
    void waitingForBytesInFlightThrowsThereToo() {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        try (WriteAheadLog log = Logs.open(store, ThreadLayout.ONE, builder -> builder.bytesInFlight(4096))) {
            log.append(new byte[4000], (sequence, failure) -> {
                assertFalse(log.tryAppend(new byte[4000], (x, y) -> { }));
                try {
                    log.appendAsync(new byte[4000]);
                } catch (IllegalStateException thrown) {
                    refused.complete(thrown);
                }
            });
            Logs.get(refused);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFutureThatIsDoneCanBeAskedThere(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout)) {
            CompletableFuture<Long> future = log.appendAsync(new byte[1]);
            AtomicReference<Long> seen = new AtomicReference<>();
            Logs.get(future.thenRun(() -> seen.set(future.join())));
            assertEquals(0, seen.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherLogCanBeWaitedForThere(ThreadLayout layout) {
        FakeStore second = new FakeStore();
        try (WriteAheadLog one = Logs.open(store, layout); WriteAheadLog two = Logs.open(second, layout)) {
            Logs.get(one.appendAsync(new byte[1]).thenAccept(sequence -> two.append(new byte[1])));
            assertEquals(1, second.records().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancellingAFutureIsHarmless(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout)) {
            store.takes.shut();
            CompletableFuture<Long> cancelled = log.appendAsync(new byte[1]);
            CompletableFuture<Long> completed = log.appendAsync(new byte[1]);
            assertTrue(cancelled.cancel(true));
            assertTrue(completed.complete(99L));
            store.takes.open();
            assertEquals(2, log.append(new byte[1]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onAnExecutorCompletionsAscendAndNothingIsLost(ThreadLayout layout) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        List<Long> completed = new ArrayList<>(); // one task at a time
        CountDownLatch left = new CountDownLatch(5000);
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(64).completionExecutor(executor))) {
            for (int i = 0; i < 5000; i++) {
                log.append(new byte[1], (sequence, failure) -> {
                    assertFalse(Thread.currentThread().getName().startsWith("ringwal"));
                    completed.add(sequence);
                    left.countDown();
                });
            }
            left.await();
        }
        executor.shutdown();
        for (int i = 0; i < 5000; i++) {
            assertEquals(i, completed.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onAnExecutorWhatWaitsIsBoundedAndWritingGoesOn(ThreadLayout layout) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Valve callback = new Valve();
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(8).completionExecutor(executor))) {
            callback.shut();
            log.append(new byte[1], (sequence, failure) -> callback.pass());
            callback.awaitHeld();
            int taken = 1;
            while (log.tryAppend(new byte[1]).isPresent()) {
                taken++;
            }
            assertEquals(8, taken);
            assertTrue(log.awaitDurable(7, Duration.ofSeconds(20)));
            callback.open();
            assertEquals(8, log.append(new byte[1]));
        }
        executor.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorsThreadMayNotWaitForTheLogEither(ThreadLayout layout) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.completionExecutor(executor))) {
            store.takes.shut(); // so that the executor's thread runs the dependent
            CompletableFuture<Long> refused = log.appendAsync(new byte[1]).thenApply(sequence -> log.append(new byte[1]));
            store.takes.open();
            Throwable thrown = Logs.get(refused.handle((sequence, failure) -> failure));
            assertInstanceOf(IllegalStateException.class, thrown.getCause());
            assertEquals(1, Logs.get(log.appendAsync(new byte[1])));
        }
        executor.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void withAnExecutorThatRefusesTheLogsOwnThreadCompletes(ThreadLayout layout) {
        AtomicInteger asked = new AtomicInteger();
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.completionExecutor(task -> {
            asked.incrementAndGet();
            throw new RejectedExecutionException();
        }))) {
            assertEquals(0, log.append(new byte[1]));
            assertEquals(1, log.append(new byte[1]));
        }
        assertTrue(asked.get() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void aBlockedCallerMayBeTheThreadThatTheExecutorNeeds(ThreadLayout layout) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.completionExecutor(pool))) {
            assertEquals(1, pool.submit(() -> {
                log.appendAsync(new byte[1]);
                return log.append(new byte[1]);
            }).get());
        }
        pool.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void anExecutorMayRunTasksAtOnce(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.completionExecutor(Runnable::run))) {
            assertEquals(0, log.append(new byte[1]));
        }
    }

    @Test
    void anExecutorThatLosesItsTasksDoesNotKeepCloseForEver() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        WriteAheadLog log = Logs.open(store, ThreadLayout.ONE, builder -> builder.completionExecutor(task -> given.countDown()));
        CompletableFuture<Long> lost = log.appendAsync(new byte[1]);
        given.await();
        assertFalse(lost.isDone());
        assertFalse(log.close(Duration.ofMillis(20)));
        assertTrue(lost.isDone());
        assertTrue(log.close(Duration.ofSeconds(20)));
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedCallbackStopsNothing(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout)) {
            log.append(new byte[1], (sequence, failure) -> Thread.currentThread().interrupt());
            assertEquals(1, log.append(new byte[1]));
        }
    }
}
