package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PoisonTest {

    private enum Fault { WRITE_FAILS, SYNC_FAILS, WRITE_THROWS, SYNC_THROWS, WRITE_ERROR, SYNC_ERROR }

    private final FakeStore store = new FakeStore();

    static Stream<Arguments> faultsOnLayouts() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(ThreadLayout.values()).map(layout -> Arguments.of(fault, layout)));
    }

    private Throwable provoke(Fault fault) {
        Throwable cause = fault.name().endsWith("ERROR") ? new StackOverflowError() : new IOException("injected");
        switch (fault) {
            case WRITE_FAILS -> store.takeFails = cause;
            case SYNC_FAILS -> store.syncFails = cause;
            case WRITE_THROWS, WRITE_ERROR -> store.takeThrows = cause;
            case SYNC_THROWS, SYNC_ERROR -> store.syncThrows = cause;
        }
        return cause;
    }

    @ParameterizedTest
    @MethodSource("faultsOnLayouts")
    void failsEveryPendingAndLaterAppendWithTheCause(Fault fault, ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(16));
        assertEquals(0, log.append(new byte[1]));
        store.takes.shut();
        List<CompletableFuture<Long>> pending = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pending.add(log.appendAsync(new byte[1]));
        }
        CompletableFuture<Long> blocked = Logs.elsewhere(() -> log.append(new byte[2]));
        CompletableFuture<Void> syncing = Logs.elsewhere(() -> {
            log.sync();
            return null;
        });
        CompletableFuture<Boolean> awaiting = Logs.elsewhere(() -> log.awaitDurable(1000, Duration.ofSeconds(20)));
        Throwable cause = provoke(fault);
        store.takes.open();

        for (CompletableFuture<Long> future : pending) {
            assertSame(cause, Logs.failure(LogFailedException.class, future).getCause());
        }
        assertSame(cause, Logs.failure(LogFailedException.class, blocked).getCause());
        assertSame(cause, Logs.failure(LogFailedException.class, syncing).getCause());
        assertSame(cause, Logs.failure(LogFailedException.class, awaiting).getCause());
        LogFailedException later = assertThrows(LogFailedException.class, () -> log.append(new byte[1]));
        assertSame(cause, later.getCause());
        assertEquals(Outcome.NOT_WRITTEN, later.outcome());
        assertSame(cause, Logs.failure(LogFailedException.class, log.appendAsync(new byte[1])).getCause());
        assertEquals(LogState.POISONED, log.state());
        assertSame(cause, log.failure().orElseThrow());
        assertEquals(0, log.durableSequence());
        assertTrue(log.awaitDurable(0, Duration.ofSeconds(20)));
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void endsTheProducersThatWaitForRoom(ThreadLayout layout) {
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(8).bytesInFlight(4096));
        store.takes.shut();
        log.appendAsync(new byte[4000]);
        for (int i = 0; i < 7; i++) {
            log.appendAsync(new byte[1]);
        }
        CompletableFuture<Long> forASlot = Logs.elsewhere(() -> log.append(new byte[1]));
        CompletableFuture<Long> forBytes = Logs.elsewhere(() -> log.append(new byte[4000]));
        store.takes.awaitHeld();
        store.takeFails = new IOException("injected");
        store.takes.open();
        Logs.failure(LogFailedException.class, forASlot);
        Logs.failure(LogFailedException.class, forBytes);
        log.close();
    }

    @Test
    void whatTheStoreWasOfferedIsUnknownAndTheRestSurelyNotWritten() {
        SteppedLog log = new SteppedLog();
        CompletableFuture<Long> offered = log.append("offered");
        log.encode();
        CompletableFuture<Long> encoded = log.append("encoded");
        log.encode();
        CompletableFuture<Long> published = log.append("published");
        log.store.takeThrows = new AssertionError("injected");
        log.run();
        assertEquals(Outcome.UNKNOWN, Logs.failure(LogFailedException.class, offered).outcome());
        assertEquals(Outcome.NOT_WRITTEN, Logs.failure(LogFailedException.class, encoded).outcome());
        assertEquals(Outcome.NOT_WRITTEN, Logs.failure(LogFailedException.class, published).outcome());
        assertNotNull(log.store.poison);
    }

    @Test
    void whatWasReachedBeforeSucceeds() {
        SteppedLog log = new SteppedLog();
        CompletableFuture<Long> synced = log.append(Durability.SYNCED, "a");
        log.encode();
        log.write();
        log.sync();
        CompletableFuture<Long> written = log.append(Durability.WRITTEN, "b");
        CompletableFuture<Long> unsynced = log.append(Durability.SYNCED, "c");
        log.encode();
        log.write();
        log.store.syncFails = new IOException("injected");
        log.sync();
        log.run();
        assertEquals(0, synced.join());
        assertEquals(1, written.join());
        assertEquals(Outcome.UNKNOWN, Logs.failure(LogFailedException.class, unsynced).outcome());
    }

    @Test
    void nothingIsAcknowledgedWhileTheReportOfAFailureIsOnItsWay() {
        SteppedLog log = new SteppedLog();
        log.append(Durability.SYNCED, "a");
        log.run();
        log.store.failsSilently = true;
        CompletableFuture<Long> written = log.append(Durability.WRITTEN, "b");
        CompletableFuture<Long> synced = log.append(Durability.SYNCED, "c");
        log.run();
        CompletableFuture<Long> later = log.append(Durability.SYNCED, "d");
        log.run();
        assertFalse(written.isDone() || synced.isDone() || later.isDone());
        log.store.reportFailed(new IOException("injected"));
        log.run();
        assertEquals(Outcome.UNKNOWN, Logs.failure(LogFailedException.class, written).outcome());
        assertEquals(Outcome.UNKNOWN, Logs.failure(LogFailedException.class, synced).outcome());
        assertEquals(Outcome.NOT_WRITTEN, Logs.failure(LogFailedException.class, later).outcome());
    }

    @Test
    void theCallersFramesAreInWhatItIsThrown() {
        WriteAheadLog log = Logs.open(store, ThreadLayout.ONE);
        store.syncFails = new IOException("injected");
        LogFailedException failure = assertThrows(LogFailedException.class, () -> log.append(new byte[1]));
        assertTrue(Stream.of(failure.getStackTrace()).anyMatch(frame -> frame.getClassName().contains("PoisonTest")));
        log.close();
    }

    @Test
    void aFailedSyncIsNotRetried() {
        SteppedLog log = new SteppedLog();
        log.store.syncFails = new IOException("injected");
        CompletableFuture<Long> future = log.append("a");
        log.run();
        log.store.syncFails = null;
        log.pass(Duration.ofHours(1));
        log.run();
        Logs.failure(LogFailedException.class, future);
        assertEquals(0, log.store.syncs());
        assertEquals(-1, log.log.durableSequence());
    }

    @ParameterizedTest
    @EnumSource
    void theListenerIsToldOnce(ThreadLayout layout) throws Exception {
        AtomicReference<Throwable> told = new AtomicReference<>();
        CountDownLatch once = new CountDownLatch(1);
        WriteAheadLog log = Logs.open(store, layout, builder -> builder.listener(new LogListener() {
            @Override
            public void stateChanged(LogState state, Throwable cause) {
                assertEquals(LogState.POISONED, state);
                assertTrue(told.compareAndSet(null, cause));
                once.countDown();
                throw new IllegalStateException("a listener's");
            }
        }));
        store.syncFails = new IOException("injected");
        log.appendAsync(new byte[1]);
        once.await();
        assertSame(store.syncFails, told.get());
        log.close();
    }
}
