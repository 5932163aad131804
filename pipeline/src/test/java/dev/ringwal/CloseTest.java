package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CloseTest {

    private final FakeStore store = new FakeStore();

    @ParameterizedTest
    @EnumSource
    void finishesWhatWasHandedIn(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            futures.add(log.bytes(i % 2 == 0 ? Durability.SYNCED : Durability.WRITTEN).appendAsync(new byte[10]));
        }
        log.close();
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, futures.get(i).join());
        }
        assertEquals(999, store.durableSequence());
        assertEquals(LogState.CLOSED, log.state());
        assertEquals(1, store.finishes);
    }

    @ParameterizedTest
    @EnumSource
    void whilePublishingEveryFutureCompletesOneWayOrTheOther(ThreadLayout layout) throws Exception {
        for (int round = 0; round < 20; round++) {
            FakeStore fresh = new FakeStore();
            WriteAheadLog log = Logs.open(fresh, layout, builder -> builder.ringSize(16));
            CountDownLatch going = new CountDownLatch(4);
            List<CompletableFuture<Integer>> producers = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                producers.add(Logs.elsewhere(() -> appendUntilClosed(log, going)));
            }
            going.await();
            log.close();
            int acknowledged = 0;
            for (CompletableFuture<Integer> producer : producers) {
                acknowledged += Logs.get(producer);
            }
            assertEquals(fresh.records().size(), acknowledged);
        }
    }

    private static int appendUntilClosed(WriteAheadLog log, CountDownLatch going) {
        int acknowledged = 0;
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        while (true) {
            CompletableFuture<Long> future = log.appendAsync(new byte[8]);
            futures.add(future);
            if (futures.size() == 20) {
                going.countDown();
            }
            if (future.isCompletedExceptionally()) {
                break;
            }
        }
        for (CompletableFuture<Long> future : futures) {
            try {
                future.get(20, java.util.concurrent.TimeUnit.SECONDS);
                acknowledged++;
            } catch (Exception failed) {
                LogClosedException closed = assertInstanceOf(LogClosedException.class, failed.getCause());
                assertEquals(Outcome.NOT_WRITTEN, closed.outcome());
            }
        }
        return acknowledged;
    }

    @ParameterizedTest
    @EnumSource
    void aSecondOneReturnsAndSoDoManyAtOnce(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        log.append(new byte[1]);
        List<CompletableFuture<Boolean>> closings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closings.add(Logs.elsewhere(() -> log.close(Duration.ofSeconds(20))));
        }
        closings.forEach(closing -> assertTrue(Logs.get(closing)));
        log.close();
        assertEquals(1, store.finishes);
    }

    @ParameterizedTest
    @EnumSource
    void inACallbackItStartsAndReturns(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        AtomicReference<Boolean> closed = new AtomicReference<>();
        log.append(new byte[1], (sequence, failure) -> closed.set(log.close(Duration.ofSeconds(20))));
        assertEquals(1, Logs.get(Logs.elsewhere(() -> {
            log.close();
            return store.finishes;
        })));
        assertEquals(LogState.CLOSED, log.state());
        assertTrue(closed.get() == null || !closed.get());
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoThread(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        log.append(new byte[1]);
        assertEquals(layout == ThreadLayout.ONE ? 1 : layout == ThreadLayout.TWO ? 2 : 4, Logs.logThreads().count());
        log.close();
        assertEquals(List.of(), Logs.logThreads().toList());
    }

    @ParameterizedTest
    @EnumSource
    void afterwardsNothingIsTaken(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        log.close();
        assertEquals(Outcome.NOT_WRITTEN, assertThrows(LogClosedException.class, () -> log.append(new byte[1])).outcome());
        assertThrows(LogClosedException.class, () -> log.append(new byte[1], (sequence, failure) -> { }));
        assertThrows(LogClosedException.class, log::sync);
        assertThrows(LogClosedException.class, () -> log.awaitDurable(5, Duration.ofSeconds(20)));
        Logs.failure(LogClosedException.class, log.appendAsync(new byte[1]));
        Logs.failure(LogClosedException.class, log.tryAppend(new byte[1]).orElseThrow());
        assertEquals(-1, log.durableSequence());
    }

    @ParameterizedTest
    @EnumSource
    void thatTimesOutFailsWhatIsPendingAsUnknown(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(8));
        AtomicInteger called = new AtomicInteger();
        CompletableFuture<LogException> told = new CompletableFuture<>();
        store.syncing.shut();
        CompletableFuture<Long> pending = log.appendAsync(new byte[1]);
        store.syncing.awaitHeld();
        log.append(new byte[1], (sequence, failure) -> {
            called.incrementAndGet();
            told.complete(failure);
        });
        CompletableFuture<Long> blocked = Logs.elsewhere(() -> log.append(new byte[1]));
        CompletableFuture<Boolean> awaiting = Logs.elsewhere(() -> log.awaitDurable(0, Duration.ofSeconds(20)));
        while (log.statistics().slotsInUse() < 3) {
            Thread.onSpinWait();
        }
        assertFalse(log.close(Duration.ofMillis(20)));

        assertEquals(Outcome.UNKNOWN, Logs.failure(LogClosedException.class, pending).outcome());
        assertEquals(Outcome.UNKNOWN, Logs.failure(LogClosedException.class, blocked).outcome());
        assertEquals(Outcome.UNKNOWN, Logs.get(told).outcome());
        assertEquals(0, store.finishes, "lock and files are kept until no work is left");
        Logs.failure(LogClosedException.class, awaiting);

        store.syncing.open();
        assertTrue(log.close(Duration.ofSeconds(20)));
        assertEquals(1, called.get());
        assertEquals(1, store.finishes);
        assertEquals(List.of(), Logs.logThreads().toList());
    }

    @ParameterizedTest
    @EnumSource
    void thatTimesOutOnAStuckCallbackFailsFuturesAllTheSame(ThreadLayout layout) throws Exception {
        WriteAheadLog log = Logs.open(store, layout);
        Valve callback = new Valve();
        AtomicInteger called = new AtomicInteger();
        callback.shut();
        log.append(new byte[1], (sequence, failure) -> callback.pass());
        callback.awaitHeld();
        CompletableFuture<Long> pending = log.appendAsync(new byte[1]);
        log.append(new byte[1], (sequence, failure) -> called.incrementAndGet());
        assertFalse(log.close(Duration.ofMillis(20)));

        Logs.failure(LogClosedException.class, pending);
        assertEquals(0, called.get());
        callback.open();
        assertTrue(log.close(Duration.ofSeconds(20)));
        assertEquals(1, called.get());
    }

    @Test
    void thatTimesOutIsMadeUpForWhenTheStuckCallbackReturns() {
        WriteAheadLog log = Logs.open(store, ThreadLayout.FOUR);
        Valve callback = new Valve();
        CompletableFuture<Outcome> told = new CompletableFuture<>();
        callback.shut();
        store.syncing.shut();
        log.bytes(Durability.WRITTEN).append(new byte[1], (sequence, failure) -> callback.pass());
        callback.awaitHeld();
        log.append(new byte[1], (sequence, failure) -> told.complete(failure.outcome()));
        assertFalse(log.close(Duration.ofMillis(20)));
        assertFalse(told.isDone());

        callback.open();
        assertEquals(Outcome.UNKNOWN, Logs.get(told), "though the sync hangs still");
        store.syncing.open();
        assertTrue(log.close(Duration.ofSeconds(20)));
    }

    /** A payload that keeps its producer between claim and publish. */
    private record Slow(Valve valve) implements Payload<byte[]> {

        @Override
        public int topic() {
            return 0;
        }

        @Override
        public void check(byte[] payload) {
        }

        @Override
        public long outsideBytes(byte[] payload) {
            return 0;
        }

        @Override
        public byte[] copy(byte[] payload) {
            return payload;
        }

        @Override
        public void fill(Slot slot, byte[] payload, byte[] copy) {
            valve.pass();
            slot.holdBytes(copy, copy.length);
        }
    }

    @Test
    void thatTimesOutFailsEvenWhatIsPublishedAfterIt() {
        SteppedLog log = new SteppedLog();
        Valve publishing = new Valve();
        publishing.shut();
        CompletableFuture<CompletableFuture<Long>> late = Logs.elsewhere(() -> log.append(new Slow(publishing), new byte[1]));
        publishing.awaitHeld();
        assertFalse(log.log.close(Duration.ofMillis(5)));
        publishing.open();
        assertEquals(Outcome.UNKNOWN, Logs.failure(LogClosedException.class, Logs.get(late)).outcome());
        log.close();
    }

    @Test
    void aProducerThatClaimedBeforeItIsServed() {
        SteppedLog log = new SteppedLog();
        Valve publishing = new Valve();
        publishing.shut();
        CompletableFuture<CompletableFuture<Long>> late = Logs.elsewhere(() -> log.append(new Slow(publishing), new byte[1]));
        publishing.awaitHeld();
        Thread closing = Logs.start(log.log::close);
        Logs.awaitWaiting(closing);
        log.run();
        assertFalse(log.ended());
        publishing.open();
        CompletableFuture<Long> served = Logs.get(late);
        log.close();
        assertEquals(0, served.join());
    }

    @ParameterizedTest
    @EnumSource
    void onAFullRingEndsTheProducersThatWait(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(8));
        store.takes.shut();
        for (int i = 0; i < 8; i++) {
            log.appendAsync(new byte[1]);
        }
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Logs.elsewhere(() -> log.append(new byte[1])));
        }
        store.takes.awaitHeld();
        CompletableFuture<Boolean> closing = Logs.elsewhere(() -> log.close(Duration.ofSeconds(20)));
        for (CompletableFuture<Long> producer : waiting) {
            assertEquals(Outcome.NOT_WRITTEN, Logs.failure(LogClosedException.class, producer).outcome());
        }
        store.takes.open();
        assertTrue(Logs.get(closing));
        assertEquals(8, store.records().size());
    }

    @Test
    void endsTheProducersThatWaitForBytesInFlight() {
        WriteAheadLog log = Logs.open(store, ThreadLayout.ONE, builder -> builder.bytesInFlight(4096));
        store.takes.shut();
        log.appendAsync(new byte[4000]);
        CompletableFuture<Long> waiting = Logs.elsewhere(() -> log.append(new byte[4000]));
        store.takes.awaitHeld();
        CompletableFuture<Boolean> closing = Logs.elsewhere(() -> log.close(Duration.ofSeconds(20)));
        Logs.failure(LogClosedException.class, waiting);
        store.takes.open();
        assertTrue(Logs.get(closing));
    }

    @ParameterizedTest
    @EnumSource
    void ofAPoisonedLogReturns(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        store.syncFails = new IOException("no");
        assertThrows(LogFailedException.class, () -> log.append(new byte[1]));
        log.close();
        log.close();
        assertEquals(LogState.POISONED, log.state());
        assertEquals(1, store.finishes);
        assertEquals(List.of(), Logs.logThreads().toList());
    }

    @ParameterizedTest
    @EnumSource
    void saysWhenTheLastSyncFails(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.syncInterval(Duration.ofHours(1)));
        log.bytes(Durability.WRITTEN).append(new byte[1]);
        store.finishFails = new IOException("no");
        LogFailedException failed = assertThrows(LogFailedException.class, log::close);
        assertEquals("no", failed.getCause().getMessage());
        assertEquals(LogState.POISONED, log.state());
    }

    @ParameterizedTest
    @EnumSource
    void returnsWhateverIsThrownInItsMiddle(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout);
        log.append(new byte[1]);
        log.read(0); // keeps a reader
        store.closingReaderThrows = new InternalError("a fault of a mapped page");
        log.close();
        assertEquals(LogState.CLOSED, log.state());
        assertEquals(1, store.finishes);
        assertEquals(List.of(), Logs.logThreads().toList());
    }

    @Test
    void isNotEndedByAnInterrupt() throws Exception {
        WriteAheadLog log = Logs.open(store, ThreadLayout.TWO);
        store.finishing.shut();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread closing = Logs.start(() -> {
            log.close();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        store.finishing.awaitHeld();
        closing.interrupt();
        store.finishing.open();
        closing.join();
        assertEquals(1, store.finishes);
        assertTrue(interrupted.get());
    }

    @ParameterizedTest
    @EnumSource
    void theListenerIsToldOfEachState(ThreadLayout layout) {
        ConcurrentLinkedQueue<LogState> states = new ConcurrentLinkedQueue<>();
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.listener(new LogListener() {
            @Override
            public void stateChanged(LogState state, Throwable cause) {
                assertNull(cause);
                states.add(state);
            }
        }));
        store.finishing.shut();
        CompletableFuture<Boolean> closing = Logs.elsewhere(() -> log.close(Duration.ofSeconds(20)));
        store.finishing.awaitHeld();
        assertEquals(LogState.CLOSING, log.state());
        store.finishing.open();
        Logs.get(closing);
        assertEquals(LogState.CLOSED, states.toArray()[states.size() - 1]);
        assertEquals(List.of(LogState.CLOSING, LogState.CLOSED), List.copyOf(states));
    }
}
