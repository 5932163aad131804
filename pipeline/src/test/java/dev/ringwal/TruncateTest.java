package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.TruncationRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a log, dropped in the order of appends. */
class TruncateTest {

    @TempDir
    Path directory;

    private WriteAheadLog open(ThreadLayout layout) {
        return WriteAheadLog.builder(directory.resolve("log")).segmentBytes(16 * 1024).threadLayout(layout).open();
    }

    @ParameterizedTest
    @EnumSource(ThreadLayout.class)
    void takesItsPlaceAmongAppendsThatAreUnderWay(ThreadLayout layout) {
        try (WriteAheadLog log = open(layout)) {
            List<CompletableFuture<Long>> before = new ArrayList<>();
            for (int round = 0; round < 50; round++) {
                for (int i = 0; i < 20; i++) {
                    before.add(log.appendAsync(("round " + round + " record " + i).getBytes(UTF_8)));
                }
                log.truncateAfter(round);
                before.forEach(CompletableFuture::join);
                assertEquals(round, log.durableSequence());
                assertEquals(round + 1, log.append(("kept " + round).getBytes(UTF_8)));
            }
            assertEquals(50, log.durableSequence());
        }
        try (WriteAheadLog log = open(layout)) {
            assertEquals("round 0 record 0", new String(log.read(0), UTF_8));
            for (int round = 0; round < 50; round++) {
                assertEquals("kept " + round, new String(log.read(round + 1), UTF_8));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ThreadLayout.class)
    void manyThreadsAppendWhileTheEndIsDropped(ThreadLayout layout) throws Exception {
        AtomicLong appended = new AtomicLong();
        try (WriteAheadLog log = open(layout)) {
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                threads.add(Logs.elsewhere(() -> {
                    for (int i = 0; i < 300; i++) {
                        if (thread == 0 && i % 30 == 0) {
                            log.truncateAfter(Math.max(-1, log.durableSequence() - 5));
                        } else {
                            log.append(new byte[20 + i]);
                            appended.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (CompletableFuture<Void> thread : threads) {
                Logs.get(thread);
            }
        }
        try (WriteAheadLog log = open(layout); LogReader reader = log.reader(0)) {
            long records = 0;
            while (reader.next()) {
                assertEquals(records++, reader.sequence());
            }
            assertTrue(records > 2000 && records < appended.get(), records + " of " + appended);
        }
    }

    @Test
    void bothEndsMayBeCutAtOnce() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.builder(directory.resolve("log")).segmentBytes(16 * 1024).retainBytes(64 * 1024).open()) {
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            threads.add(Logs.elsewhere(() -> {
                for (int i = 0; i < 3000; i++) {
                    log.bytes(Durability.WRITTEN).append(new byte[2000]);
                }
                return null;
            }));
            threads.add(Logs.elsewhere(() -> {
                for (int i = 0; i < 300; i++) {
                    try {
                        log.truncateAfter(Math.max(-1, log.durableSequence() - 3));
                    } catch (TruncationRefusedException trimmed) {
                        assertTrue(trimmed.getMessage().contains("trimmed"), trimmed.getMessage());
                    }
                }
                return null;
            }));
            threads.add(Logs.elsewhere(() -> {
                for (int i = 0; i < 300; i++) {
                    log.trimBefore(Math.max(0, log.durableSequence() - 10));
                }
                return null;
            }));
            for (CompletableFuture<Void> thread : threads) {
                thread.get(60, TimeUnit.SECONDS);
            }
        }
        try (WriteAheadLog log = open(ThreadLayout.ONE); LogReader reader = log.reader(log.firstSequence())) {
            long next = log.firstSequence();
            while (reader.next()) {
                assertEquals(next++, reader.sequence());
            }
            assertEquals(log.durableSequence() + 1, next);
        }
    }

    @Test
    void refusalChangesNothingAndTheLogGoesOn() {
        try (WriteAheadLog log = open(ThreadLayout.ONE)) {
            Batch batch = log.newBatch().add(new byte[1]).add(new byte[2]);
            log.append(batch);
            assertThrows(TruncationRefusedException.class, () -> log.truncateAfter(0));
            assertThrows(IllegalArgumentException.class, () -> log.truncateAfter(-2));
            log.truncateAfter(7);
            assertEquals(2, log.append(new byte[3]));
            try (LogConsumer consumer = log.consumer("billing").open()) {
                consumer.poll(3, 100);
                consumer.commit(Durability.SYNCED).join();
                assertThrows(TruncationRefusedException.class, () -> log.truncateAfter(1));
                log.truncateAfter(1, Truncation.EVEN_IF_CONSUMED);
                assertEquals(2, consumer.committed());
                assertThrows(RecordTruncatedException.class, () -> consumer.poll(1, 1));
                consumer.seek(consumer.committed());
                log.append(new byte[4]);
                assertEquals(4, consumer.poll(1, 1).get(0).payload().length);
            }
        }
    }

    @Test
    @Timeout(60)
    void needsNoThreadOfTheCompletionExecutor() throws Exception {
        ExecutorService only = Executors.newSingleThreadExecutor();
        try (WriteAheadLog log = WriteAheadLog.builder(directory.resolve("log")).completionExecutor(only).open()) {
            log.append(new byte[1]);
            log.append(new byte[2]);
            only.submit(() -> log.truncateAfter(0)).get();
            assertEquals(0, log.durableSequence());
        } finally {
            only.shutdown();
        }
    }

    @Test
    void pollBesideItNeverMovesBeyondTheEnd() throws Exception {
        ExecutorService beside = Executors.newSingleThreadExecutor();
        try (WriteAheadLog log = open(ThreadLayout.ONE); LogConsumer consumer = log.consumer("billing").open()) {
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < 50; i++) {
                    log.appendAsync(new byte[100]);
                }
                log.sync();
                Future<Void> consuming = beside.submit(() -> pollAndCommit(consumer));
                log.truncateAfter(Math.max(-1, log.durableSequence() - 40 - round % 9), Truncation.EVEN_IF_CONSUMED);
                consuming.get();
                assertTrue(consumer.committed() <= log.durableSequence() + 1, consumer.committed() + " of " + log.durableSequence());
                consumer.seek(consumer.committed());
            }
        } finally {
            beside.shutdown();
        }
    }

    private static Void pollAndCommit(LogConsumer consumer) throws ExecutionException, InterruptedException {
        try {
            consumer.poll(1000, Long.MAX_VALUE);
            consumer.commit().get();
        } catch (RecordTruncatedException told) {
            // Before it polled.
        } catch (ExecutionException told) {
            if (!(told.getCause() instanceof RecordTruncatedException)) {
                throw told;
            }
        }
        return null;
    }

    @Test
    void tailEndsWithTheTypedError() {
        try (WriteAheadLog log = open(ThreadLayout.ONE)) {
            log.append(new byte[1]);
            log.append(new byte[2]);
            CompletableFuture<Void> seen = new CompletableFuture<>();
            try (Tail tail = log.tail(0, reader -> {
                if (reader.sequence() == 1) {
                    seen.complete(null);
                }
            })) {
                Logs.get(seen);
                log.truncateAfter(0);
                assertTrue(tail.awaitEnd(Duration.ofSeconds(20)));
                assertTrue(tail.failure().orElseThrow() instanceof RecordTruncatedException, tail.failure().toString());
            }
        }
    }
}
