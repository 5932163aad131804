package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writing and syncing on two threads: a sync covers what was written before it began, and one runs at a time. */
class CommitTest {

    private final LogFixture log = LogFixture.open().append("a");
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void syncCoversWhatWasWrittenBeforeItBegan() throws Exception {
        log.appendUnsynced("b");
        CompletableFuture<Void> sync = slowSync();
        log.appendUnsynced("c");
        finish(sync);

        assertEquals(1, log.acknowledged());
        log.sync();
        assertEquals(2, log.acknowledged());
    }

    @Test
    void syncThatWasUnderWayAdvancesNothingAfterAFailure() throws Exception {
        log.appendUnsynced("b");
        CompletableFuture<Void> sync = slowSync();
        log.store().poison(new IllegalStateException("why"));
        finish(sync);

        assertEquals(0, log.acknowledged());
        assertEquals(0, log.store().durableSequence());
        assertEquals(List.of("a"), log.closed().powerCut(Unsynced.LOST).reopen().records().subList(0, 1));
    }

    @Test
    void poisonWaitsForNoSync() throws Exception {
        log.appendUnsynced("b");
        CompletableFuture<Void> sync = slowSync();
        log.store().poison(new IllegalStateException("why"));

        assertNotNull(log.failure());
        assertFalse(sync.isDone());
        finish(sync);
    }

    @Test
    void writesGoOnDuringASync() throws Exception {
        log.appendUnsynced("b");
        CompletableFuture<Void> sync = slowSync();
        log.appendUnsynced("c").appendUnsynced("d");

        assertEquals(3, log.reportedWritten());
        assertEquals(0, log.acknowledged());
        finish(sync);
    }

    @Test
    void nothingIsSyncedTwice() {
        AtomicInteger syncs = new AtomicInteger();
        log.disk().onOperation((operation, name) -> syncs.addAndGet(operation == Operation.SYNC ? 1 : 0));
        log.sync().sync();
        assertEquals(0, syncs.get());

        log.appendUnsynced("b").sync().sync();
        assertEquals(1, syncs.get());
    }

    @Test
    void rollSyncsOnlyWhenTheSyncThatRunsIsOver() throws Exception {
        log.appendUnsynced("b");
        List<String> synced = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.SYNC && name.endsWith(".seg")) {
                synced.add(name);
                begun.countDown();
                Async.await(held);
            }
        });
        CompletableFuture<Void> sync = Async.run(log.store()::sync);
        Async.await(begun);
        Thread rolling = new Thread(() -> {
            while (log.segments().size() < 3) {
                log.appendUnsynced(LogFixture.text(log.store().writtenSequence() + 1, 1000));
            }
        });
        rolling.setDaemon(true);
        rolling.start();
        Async.awaitWaiting(rolling);
        assertEquals(List.of(LogFixture.FIRST_SEGMENT), synced);

        held.countDown();
        sync.get(1, TimeUnit.MINUTES);
        rolling.join();
        assertTrue(synced.size() > 1, synced.toString());
    }

    @Test
    void syncsRollsAndReadsAtOnceLoseNothing() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> syncing = Async.run(() -> {
            while (end.getCount() > 0) {
                log.store().sync();
            }
        });
        CompletableFuture<Integer> reading = Async.supply(this::readAll);
        for (int i = 1; i < 400; i++) {
            log.appendUnsynced(LogFixture.text(i, 1000));
        }
        log.sync();
        assertEquals(400, reading.get(1, TimeUnit.MINUTES));
        end.countDown();
        syncing.get(1, TimeUnit.MINUTES);

        assertNull(log.failure());
        assertEquals(399, log.acknowledged());
        assertEquals(400, log.closed().reopen().records().size());
    }

    private int readAll() {
        try (LogReader reader = log.reader(0)) {
            int read = 0;
            while (read < 400 && reader.next(Duration.ofMinutes(1))) {
                assertEquals(read, reader.sequence());
                assertTrue(read == 0 || LogFixture.text(reader).startsWith(read + ":"));
                read++;
            }
            return read;
        }
    }

    /** A sync on a thread of its own, which has begun and hangs in the disk. */
    private CompletableFuture<Void> slowSync() throws InterruptedException {
        AtomicInteger first = new AtomicInteger();
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.SYNC && first.getAndIncrement() == 0) {
                begun.countDown();
                await(goOn);
            }
        });
        CompletableFuture<Void> sync = Async.run(log::sync);
        assertTrue(begun.await(1, TimeUnit.MINUTES));
        return sync;
    }

    private void finish(CompletableFuture<Void> sync) throws Exception {
        goOn.countDown();
        sync.get(1, TimeUnit.MINUTES);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
