package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.Truncation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions that the log keeps under a name. */
class ConsumerTest {

    private static final long ALL_BYTES = Long.MAX_VALUE;

    @TempDir
    Path directory;

    private WriteAheadLog log;

    @BeforeEach
    void open() {
        log = WriteAheadLog.builder(directory.resolve("log")).segmentBytes(16 * 1024).open();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void theExampleOfTheReadmeWorks() {
        List<byte[]> charged = new ArrayList<>();
        Topic orders = log.topic("orders");
        orders.append("buy 100".getBytes(UTF_8));
        try (LogConsumer billing = log.consumer("billing").topic(orders).open()) {
            for (LogRecord order : billing.poll(100, 1 << 20)) {
                charged.add(order.payload());
            }
            billing.commit();
        }
        assertEquals("buy 100", new String(charged.get(0), UTF_8));
    }

    @Test
    void goesOnBehindWhatWasCommittedAfterThreeRestarts() {
        append(0, 100);
        List<String> seen = new ArrayList<>();
        for (int restart = 0; restart < 4; restart++) {
            try (LogConsumer consumer = log.consumer("billing").open()) {
                seen.addAll(texts(consumer.poll(25, ALL_BYTES)));
                consumer.commit().join();
            }
            reopen();
        }

        assertEquals(numbers(0, 100), seen);
    }

    @Test
    void drainedConsumerGetsNothingAgainAfterARestart() {
        append(0, 10);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            consumer.poll(100, ALL_BYTES);
            assertEquals(List.of(), consumer.poll(100, ALL_BYTES));
            consumer.commit().join();
        }
        reopen();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(List.of(), consumer.poll(100, ALL_BYTES));
            assertEquals(0, consumer.lag());
        }
    }

    @Test
    void whatWasNotCommittedIsDeliveredAgain() {
        append(0, 10);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            consumer.poll(4, ALL_BYTES);
            consumer.commit().join();
            consumer.poll(3, ALL_BYTES);
        }
        reopen();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(numbers(4, 10), texts(consumer.poll(100, ALL_BYTES)));
        }
    }

    @Test
    void atMostOnceCommitsBeforeItDelivers() {
        append(0, 10);
        try (LogConsumer consumer = log.consumer("billing").delivery(Delivery.AT_MOST_ONCE).open()) {
            assertEquals(numbers(0, 4), texts(consumer.poll(4, ALL_BYTES)));
            assertEquals(4, consumer.committed());
        }
        reopen();
        try (LogConsumer consumer = log.consumer("billing").delivery(Delivery.AT_MOST_ONCE).open()) {
            assertEquals(numbers(4, 10), texts(consumer.poll(100, ALL_BYTES)));
        }
    }

    @Test
    void commitEveryBoundsWhatIsDeliveredAgain() {
        append(0, 100);
        try (LogConsumer consumer = log.consumer("billing").commitEvery(7).open()) {
            for (int polled = 0; polled < 20;) {
                polled += consumer.poll(3, ALL_BYTES).size();
                assertTrue(consumer.position() - consumer.committed() <= 7, consumer.position() + " and " + consumer.committed());
            }
        }
    }

    @Test
    void pollGivesNoMoreAtOnceThanCommitEvery() {
        append(0, 100);
        try (LogConsumer consumer = log.consumer("billing").commitEvery(7).open()) {
            assertEquals(numbers(0, 7), texts(consumer.poll(100, ALL_BYTES)));
            assertEquals(numbers(7, 14), texts(consumer.poll(100, ALL_BYTES)));
            assertEquals(7, consumer.committed());
        }
    }

    @Test
    void recordLargerThanTheBudgetIsDeliveredAlone() {
        log.append(new byte[5000]);
        log.append(new byte[10]);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(5000, consumer.poll(10, 100).get(0).payload().length);
            assertEquals(10, consumer.poll(10, 0).get(0).payload().length);
        }
    }

    @Test
    void budgetThatEndsInASealedSegmentSkipsNothing() {
        append(0, 2000);
        List<String> seen = new ArrayList<>();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            List<LogRecord> polled = consumer.poll(1000, 777);
            while (!polled.isEmpty()) {
                assertTrue(polled.stream().mapToInt(record -> record.payload().length).sum() <= 777);
                seen.addAll(texts(polled));
                polled = consumer.poll(1000, 777);
            }
        }
        assertEquals(numbers(0, 2000), seen);
    }

    @Test
    void peekDoesNotMove() {
        append(0, 5);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(numbers(0, 3), texts(consumer.peek(3, ALL_BYTES)));
            assertEquals(numbers(0, 5), texts(consumer.peek(5, ALL_BYTES)));
            assertEquals(0, consumer.position());
            assertEquals(numbers(0, 5), texts(consumer.poll(10, ALL_BYTES)));
        }
    }

    @Test
    void peekFreesNothing() {
        append(0, 3000);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            for (int i = 0; i < 3; i++) {
                consumer.peek(3000, ALL_BYTES);
            }
            assertEquals(0, log.trimBefore(2999));
            assertEquals(numbers(0, 1), texts(consumer.poll(1, ALL_BYTES)));
        }
    }

    @Test
    void topicIsConsumedAlone() {
        Topic orders = log.topic("orders");
        Topic trades = log.topic("trades");
        for (int i = 0; i < 100; i++) {
            (i % 3 == 0 ? orders : trades).append(Integer.toString(i).getBytes(UTF_8));
        }
        try (LogConsumer consumer = log.consumer("billing").topic(orders).open()) {
            List<LogRecord> polled = consumer.poll(100, ALL_BYTES);
            assertEquals(IntStream.range(0, 100).filter(i -> i % 3 == 0).mapToObj(Integer::toString).toList(), texts(polled));
            assertEquals("orders", polled.get(0).topic());
            assertEquals(100, consumer.position());
        }
        assertEquals(List.of(new ConsumerFacts("billing", Optional.of("orders"), 0, 100)), log.consumers());
        reopen();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(Optional.of("orders"), consumer.topic());
            assertThrows(IllegalStateException.class, () -> log.consumer("billing").open());
        }
        assertThrows(IllegalArgumentException.class, () -> log.consumer("billing").topic(log.topic("trades")).open());
    }

    @Test
    void consumersOfOneTopicDoNotDisturbEachOther() {
        append(0, 10);
        try (LogConsumer one = log.consumer("one").open(); LogConsumer other = log.consumer("other").open()) {
            one.poll(7, ALL_BYTES);
            one.commit(Durability.SYNCED).join();
            assertEquals(numbers(0, 10), texts(other.poll(10, ALL_BYTES)));
            assertEquals(7, one.committed());
            assertEquals(0, other.committed());
            assertEquals(3, one.lag());
        }
    }

    @Test
    void newOneStartsWhereItIsTold() {
        append(0, 10);
        assertEquals(List.of("6"), first(log.consumer("six").startAt(6)));
        assertEquals(List.of(), first(log.consumer("end").startAtEnd()));
        assertEquals(List.of("0"), first(log.consumer("start")));
        append(10, 11);
        assertEquals(List.of("10"), first(log.consumer("end").startAt(0)));
    }

    @Test
    void seeksToSequenceStartEndAndTime() {
        append(0, 10);
        long time = timeOf(4);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            consumer.seek(7);
            assertEquals(numbers(7, 8), texts(consumer.poll(1, ALL_BYTES)));
            consumer.seekToStart();
            assertEquals(numbers(0, 1), texts(consumer.poll(1, ALL_BYTES)));
            consumer.seekToEnd();
            assertEquals(List.of(), consumer.poll(1, ALL_BYTES));
            consumer.seekTime(time);
            assertTrue(consumer.poll(1, ALL_BYTES).get(0).sequence() <= 4);
        }
    }

    private long timeOf(long sequence) {
        try (var reader = log.reader(sequence)) {
            assertTrue(reader.next());
            return reader.timestampNanos();
        }
    }

    @Test
    void nothingThatAConsumerHasNotCommittedIsTrimmed() {
        append(0, 3000);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(0, log.trimBefore(2999));
            consumer.poll(2000, ALL_BYTES);
            consumer.commit().join();
            long first = log.trimBefore(2999);
            assertTrue(first > 0 && first <= 2000, Long.toString(first));
            assertEquals(numbers(2000, 3000), texts(consumer.poll(3000, ALL_BYTES)));
        }
        log.deleteConsumer("billing");
        assertTrue(log.trimBefore(2999) > 2000);
    }

    @Test
    void boundOnBytesWinsOverConsumersWhichGetTheTypedError() throws Exception {
        log.close();
        log = WriteAheadLog.builder(directory.resolve("log")).segmentBytes(16 * 1024).retainBytes(64 * 1024).open();
        try (LogConsumer consumer = log.consumer("slow").open()) {
            append(0, 10_000);
            RecordGoneException gone = assertThrows(RecordGoneException.class, () -> {
                while (log.firstSequence() == 0) {
                    append(0, 100);
                }
                consumer.poll(1, ALL_BYTES);
            });
            consumer.seekToStart();
            assertTrue(consumer.poll(1, ALL_BYTES).get(0).sequence() > 0, gone.getMessage());
        }
    }

    @Test
    void consumedSegmentsAreDroppedByThemselvesWhereWished() {
        log.close();
        log = WriteAheadLog.builder(directory.resolve("log")).segmentBytes(16 * 1024).dropConsumed().open();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            append(0, 3000);
            assertEquals(0, log.firstSequence());
            consumer.poll(3000, ALL_BYTES);
            consumer.commit().join();
            log.trimBefore(0); // what is due is done before
            assertTrue(log.firstSequence() > 2000, "first " + log.firstSequence());
        }
    }

    @Test
    void commitOfWhatATruncationTookSkipsNothing() {
        append(0, 10);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(10, consumer.poll(10, ALL_BYTES).size());
            log.truncateAfter(4);
            append(10, 20);

            CompletionException refused = assertThrows(CompletionException.class, () -> consumer.commit(Durability.SYNCED).join());
            assertTrue(refused.getCause() instanceof RecordTruncatedException, refused.toString());
            assertThrows(RecordTruncatedException.class, () -> consumer.poll(1, ALL_BYTES));
            assertThrows(RecordTruncatedException.class, () -> consumer.peek(1, ALL_BYTES));
            assertThrows(RecordTruncatedException.class, () -> consumer.poll(1, ALL_BYTES, Duration.ZERO));
            assertEquals(0, consumer.committed());
            consumer.seek(5);
            assertEquals(numbers(10, 20), texts(consumer.poll(10, ALL_BYTES)));
            consumer.commit(Durability.SYNCED).join();
        }
        reopen();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(15, consumer.position());
        }
    }

    @Test
    void pollThatCommitsByItselfCommitsNothingThatIsGone() {
        append(0, 10);
        try (LogConsumer consumer = log.consumer("billing").commitEvery(10).open()) {
            consumer.poll(10, ALL_BYTES);
            log.truncateAfter(4);
            append(10, 20);
            assertThrows(RecordTruncatedException.class, () -> consumer.poll(10, ALL_BYTES));
            assertEquals(0, consumer.committed());
        }
    }

    @Test
    void consumerThatHasNotPolledYetIsToldOfATruncation() {
        append(0, 10);
        log.consumer("billing").startAt(8).open().close();
        try (LogConsumer consumer = log.consumer("billing").open(); LogConsumer once = log.consumer("once").startAt(7)
                .delivery(Delivery.AT_MOST_ONCE).open()) {
            log.truncateAfter(4, Truncation.EVEN_IF_CONSUMED);
            append(10, 20);

            assertThrows(RecordTruncatedException.class, () -> consumer.poll(1, ALL_BYTES));
            assertThrows(RecordTruncatedException.class, () -> once.poll(1, ALL_BYTES));
            assertEquals(List.of(5L, 5L), List.of(consumer.committed(), once.committed()));
        }
    }

    @Test
    void newOneStartsBehindWhatIsTrimmedBesideIt() throws Exception {
        append(0, 20_000);
        ExecutorService trimming = Executors.newSingleThreadExecutor();
        try {
            for (int i = 1; i <= 40; i++) {
                long before = i * 400L;
                Future<Long> trimmed = trimming.submit(() -> log.trimBefore(before));
                try (LogConsumer consumer = log.consumer("number " + i).open()) {
                    trimmed.get();
                    assertEquals(consumer.position(), consumer.poll(1, ALL_BYTES).get(0).sequence());
                }
                log.deleteConsumer("number " + i);
            }
        } finally {
            trimming.shutdown();
        }
        assertTrue(log.firstSequence() > 0);
    }

    @Test
    void deletedOneStartsAnew() {
        append(0, 10);
        try (LogConsumer consumer = log.consumer("billing").open()) {
            consumer.poll(5, ALL_BYTES);
            consumer.commit().join();
            assertThrows(IllegalStateException.class, () -> log.deleteConsumer("billing"));
        }
        log.deleteConsumer("billing");
        reopen();
        assertEquals(List.of(), log.consumers());
        assertThrows(NoSuchElementException.class, () -> log.deleteConsumer("billing"));
        assertEquals(List.of("0"), first(log.consumer("billing")));
    }

    @Test
    void commitsOfManyThreadsAreAllKept() throws Exception {
        append(0, 1000);
        var threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "consumer " + i;
                int records = 100 * (i + 1);
                all.add(threads.submit(() -> {
                    try (LogConsumer consumer = log.consumer(name).open()) {
                        for (int polled = 0; polled < records;) {
                            polled += consumer.poll(10, ALL_BYTES).size();
                            consumer.commit();
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        reopen();
        for (int i = 0; i < 8; i++) {
            assertEquals(100 * (i + 1), log.consumers().get(i).nextSequence(), log.consumers().get(i).name());
        }
    }

    @Test
    void waitsForARecord() throws Exception {
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(List.of(), consumer.poll(1, ALL_BYTES, Duration.ofNanos(1)));
            CompletableFuture<List<LogRecord>> waiting = Logs.elsewhere(() -> consumer.poll(10, ALL_BYTES, Duration.ofMinutes(1)));
            append(0, 1);
            assertEquals(numbers(0, 1), texts(Logs.get(waiting)));
        }
    }

    @Test
    void namesAreCheckedBeforeAnything() {
        assertThrows(IllegalArgumentException.class, () -> log.consumer(""));
        assertThrows(IllegalArgumentException.class, () -> log.consumer("x".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> log.topic("\ud800"));
        assertThrows(IllegalArgumentException.class, () -> log.topic("\u00e9".repeat(128)));
        assertEquals("\u00e9".repeat(127), log.topic("\u00e9".repeat(127)).name());
        assertThrows(IllegalArgumentException.class, () -> log.consumer("x").commitEvery(0));
        LogConsumer consumer = log.consumer("x").open();
        assertThrows(IllegalArgumentException.class, () -> consumer.poll(0, 1));
        assertThrows(IllegalArgumentException.class, () -> consumer.poll(1, -1));
        consumer.close();
        assertThrows(IllegalStateException.class, () -> consumer.poll(1, 1));
        assertThrows(IllegalStateException.class, consumer::commit);
    }

    private static List<String> first(ConsumerBuilder builder) {
        try (LogConsumer consumer = builder.open()) {
            return texts(consumer.poll(1, ALL_BYTES));
        }
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            log.bytes(Durability.WRITTEN).appendAsync(Integer.toString(i).getBytes(UTF_8));
        }
        log.sync();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> texts(List<LogRecord> records) {
        return records.stream().map(record -> new String(record.payload(), UTF_8)).toList();
    }
}
