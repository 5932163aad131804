package dev.ringwal;

import static dev.ringwal.log.Durability.SYNCED;
import static dev.ringwal.log.Durability.WRITTEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class DurabilityTest {

    private final SteppedLog log = new SteppedLog(builder -> builder.syncInterval(Duration.ofMillis(10)));

    @Test
    void syncedCompletesOnlyAfterTheSync() {
        CompletableFuture<Long> future = log.append(SYNCED, "a");
        log.encode();
        log.write();
        log.completeSettled();
        assertFalse(future.isDone());

        log.sync();
        assertFalse(future.isDone());
        log.completeSettled();
        assertEquals(0, future.join());
    }

    @Test
    void writtenCompletesAfterTheWriteWithoutASync() {
        CompletableFuture<Long> future = log.append(WRITTEN, "a");
        log.encode();
        log.completeSettled();
        assertFalse(future.isDone());

        log.run();
        assertEquals(0, future.join());
        assertEquals(0, log.store.syncs());
        assertEquals(-1, log.log.durableSequence());
    }

    @Test
    void writtenBehindSyncedWaitsForIt() {
        CompletableFuture<Long> synced = log.append(SYNCED, "a");
        CompletableFuture<Long> written = log.append(WRITTEN, "b");
        log.encode();
        log.write();
        log.completeSettled();
        assertFalse(written.isDone());

        log.run();
        assertEquals(0, synced.join());
        assertEquals(1, written.join());
    }

    @Test
    void oneSyncCoversAllThatIsWritten() {
        List<CompletableFuture<Long>> futures = List.of(log.append("a"), log.append("b"), log.append("c"));
        log.run();
        futures.forEach(future -> assertTrue(future.isDone()));
        assertEquals(1, log.store.syncs());
        assertEquals(List.of(3), log.store.groups);
    }

    @Test
    void onOneThreadASyncCoversTheGroupsThatFollowAtOnce() {
        assertEquals(List.of(3, 3, 3, 1), groupsOf(10, ThreadLayout.ONE).store.groups);
        assertEquals(1, groupsOf(10, ThreadLayout.ONE).store.syncs());
        assertEquals(4, groupsOf(10, ThreadLayout.TWO).store.syncs());
    }

    @Test
    void aSyncThatIsDueWaitsForEightMoreGroupsAtMost() {
        assertEquals(1, groupsOf(9 * 3, ThreadLayout.ONE).store.syncs());
        assertEquals(2, groupsOf(9 * 3 + 1, ThreadLayout.ONE).store.syncs());
    }

    @Test
    void aSyncThatIsDueDoesNotWaitForRecordsThatCameLater() {
        SteppedLog one = new SteppedLog(builder -> builder.threadLayout(ThreadLayout.ONE));
        one.append("a");
        one.encode();
        one.write();
        one.append("b");
        one.sync();
        assertEquals(1, one.store.syncs());
    }

    @Test
    void aSyncThatIsDueWaitsForGroupsNoLongerThanASyncTakes() {
        SteppedLog one = new SteppedLog(builder -> builder.threadLayout(ThreadLayout.ONE));
        for (int i = 0; i < 9; i++) {
            one.append("x".repeat(20_000));
        }
        one.encode();
        one.write();
        one.sync();
        assertEquals(0, one.store.syncs());
        one.pass(Duration.ofMillis(1)); // a sync of the fake store takes no time
        one.encode();
        one.write();
        one.sync();
        assertEquals(1, one.store.syncs());
    }

    @Test
    void theIntervalsSyncWaitsForNoGroup() {
        SteppedLog one = new SteppedLog(builder -> builder.threadLayout(ThreadLayout.ONE).syncInterval(Duration.ofMillis(10)));
        one.append(WRITTEN, "a");
        one.run();
        one.pass(Duration.ofMillis(10));
        for (int i = 0; i < 9; i++) {
            one.append(WRITTEN, "x".repeat(20_000));
        }
        one.encode();
        one.write();
        one.sync();
        assertEquals(1, one.store.syncs());
    }

    /** Three records fill a group. */
    private static SteppedLog groupsOf(int records, ThreadLayout layout) {
        SteppedLog stepped = new SteppedLog(builder -> builder.threadLayout(layout));
        List<CompletableFuture<Long>> futures = Stream.generate(() -> stepped.append("x".repeat(20_000))).limit(records).toList();
        stepped.run();
        futures.forEach(CompletableFuture::join);
        return stepped;
    }

    @Test
    void writtenRecordsAreSyncedWhenTheIntervalIsOver() {
        log.append(WRITTEN, "a");
        log.run();

        log.pass(Duration.ofMillis(9));
        log.run();
        assertEquals(0, log.store.syncs());
        log.pass(Duration.ofMillis(1));
        log.run();
        assertEquals(1, log.store.syncs());
        assertEquals(0, log.log.durableSequence());
    }

    @Test
    void whatNobodyWaitsForIsLeftToTheStoresThreadAtHalfOfTheInterval() {
        log.append(WRITTEN, "a");
        log.run();
        assertEquals(Duration.ofMillis(5).toNanos(), log.deadlineNanos());
        log.pass(Duration.ofMillis(5));
        log.run();
        assertEquals(1, log.store.syncsLater);
        assertEquals(Duration.ofMillis(5).toNanos(), log.deadlineNanos());

        log.store.sync();
        log.run();
        log.pass(Duration.ofMillis(20));
        log.run();
        assertEquals(1, log.store.syncs());
        assertEquals(1, log.store.syncsLater);
    }

    @Test
    void storeIsToldThatTimePasses() {
        FakeStore store = new FakeStore();
        store.tickNanos = Duration.ofSeconds(1).toNanos();
        long[] now = {5};
        SteppedStages stages = new SteppedStages(store, builder -> { }, () -> now[0]);
        assertEquals(5 + store.tickNanos, stages.deadlineNanos(1));
        now[0] += store.tickNanos - 1;
        stages.run();
        assertEquals(0, store.ticks);
        now[0]++;
        stages.log().appendAsync(new byte[1]);
        stages.run();
        stages.run();
        assertEquals(1, store.ticks);
        assertEquals(now[0] + store.tickNanos, stages.deadlineNanos(1));
    }

    @Test
    void whatNobodyWaitsForIsLeftWhenItIsMuch() {
        for (int i = 0; i < 5; i++) {
            log.append(WRITTEN, "x".repeat(1024 * 1024));
            log.run();
        }
        assertEquals(1, log.store.syncsLater);
        assertEquals(0, log.store.syncs());
    }

    @Test
    void whatIsWrittenAfterItWasLeftIsDueAnIntervalAfterThat() {
        log.append(WRITTEN, "a");
        log.run();
        log.pass(Duration.ofMillis(5));
        log.run();
        log.store.sync();
        log.pass(Duration.ofMillis(1));
        log.append(WRITTEN, "b");
        log.run();
        assertEquals(Duration.ofMillis(4).toNanos(), log.deadlineNanos());
        log.pass(Duration.ofMillis(8));
        log.run();
        assertEquals(1, log.store.syncs());
        log.pass(Duration.ofMillis(1));
        log.run();
        assertEquals(2, log.store.syncs());
    }

    @Test
    void steadyTrafficDoesNotPostponeTheInterval() {
        for (int i = 0; i < 25; i++) {
            log.append(WRITTEN, "a");
            log.run();
            log.pass(Duration.ofMillis(1));
        }
        assertEquals(2, log.store.syncs());
    }

    @Test
    void nothingIsSyncedTwice() {
        log.append(SYNCED, "a");
        log.run();
        log.pass(Duration.ofSeconds(1));
        log.run();
        assertEquals(1, log.store.syncs());
        assertEquals(Long.MAX_VALUE, log.deadlineNanos() + log.clock());
    }

    @Test
    void syncReturnsWhenAllBeforeItIsDurable() throws Exception {
        CompletableFuture<Long> written = log.append(WRITTEN, "a");
        Thread syncing = Logs.start(log.log::sync);
        Logs.awaitWaiting(syncing);
        log.run();
        syncing.join();
        assertEquals(0, written.join());
        assertEquals(0, log.log.durableSequence());
        assertEquals(1, log.store.syncs());
    }

    @Test
    void syncOfADurableLogSyncsNothing() throws Exception {
        log.append(SYNCED, "a");
        log.run();
        Thread syncing = Logs.start(log.log::sync);
        Logs.awaitWaiting(syncing);
        log.run();
        syncing.join();
        assertEquals(1, log.store.syncs());
    }

    @Test
    void syncIntervalGoesOnAfterASyncForWhatWasWrittenMeanwhile() {
        log.append(SYNCED, "a");
        log.encode();
        log.write();
        log.store.syncing.shut();
        CompletableFuture<Void> syncing = CompletableFuture.runAsync(log::sync);
        log.store.syncing.awaitHeld();
        log.append(WRITTEN, "b");
        log.encode();
        log.write();
        log.store.syncing.open();
        syncing.join();
        assertEquals(0, log.log.durableSequence());

        log.pass(Duration.ofMillis(10));
        log.run();
        assertEquals(1, log.log.durableSequence());
    }

    @Test
    void awaitDurableReturnsWhenItIs() throws Exception {
        CompletableFuture<Boolean> durable = Logs.elsewhere(() -> log.log.awaitDurable(0, Duration.ofSeconds(20)));
        log.append("a");
        log.run();
        assertTrue(Logs.get(durable));
        assertTrue(log.log.awaitDurable(0, Duration.ZERO));
        assertFalse(log.log.awaitDurable(1, Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @EnumSource
    void muchThatNobodyWaitsForIsLeftToTheStoreBeforeAnyTimer(ThreadLayout layout) {
        FakeStore store = new FakeStore();
        try (WriteAheadLog unsynced = Logs.open(store, layout, builder -> builder.syncInterval(Duration.ofHours(1)))) {
            byte[] payload = new byte[64 * 1024];
            for (int written = 0; written < 2 * SyncStage.MUCH_BYTES; written += payload.length) {
                unsynced.bytes(WRITTEN).append(payload);
            }
            while (store.syncsLater == 0) {
                Thread.onSpinWait(); // else the test's time-out ends it
            }
        }
    }
}
