package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Unsynced;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known to go wrong in the logs that this one descends from, and what happens here instead. */
class AncestorFaultsTest {

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
    void batchesOfManyThreadsIntoOneTopicAreAllTakenAndStayWhole() {
        Topic topic = log.topic("orders");
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int thread = t;
            threads.add(Logs.elsewhere(() -> {
                for (int i = 0; i < 50; i++) {
                    Batch batch = log.newBatch();
                    for (int r = 0; r < 3; r++) {
                        batch.add(topic, (thread + " " + i + " " + r).getBytes(UTF_8));
                    }
                    log.append(batch);
                }
                return null;
            }));
        }
        threads.forEach(Logs::get);

        List<String> read = read("orders");
        assertEquals(8 * 50 * 3, read.size());
        for (int i = 0; i < read.size(); i += 3) {
            String batch = read.get(i).substring(0, read.get(i).lastIndexOf(' '));
            assertEquals(List.of(batch + " 0", batch + " 1", batch + " 2"), read.subList(i, i + 3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 25, 26, 62, 63, 64, 255})
    void namesOfEveryLengthTakeSingleAppendsAndBatches(int bytes) {
        String name = "n".repeat(bytes);
        Topic topic = log.topic(name);
        topic.append("single".getBytes(UTF_8));
        log.append(log.newBatch().add(topic, "in a".getBytes(UTF_8)).add(topic, "batch".getBytes(UTF_8)));
        reopen();
        assertEquals(List.of("single", "in a", "batch"), read(name));

        log.topic(name).append("single again".getBytes(UTF_8));
        log.append(log.newBatch().add(log.topic(name), "another batch".getBytes(UTF_8)));
        reopen();
        assertEquals(List.of("single", "in a", "batch", "single again", "another batch"), read(name));
        assertEquals(List.of(new TopicFacts(name, 5)), log.topics());
    }

    @Test
    void budgetThatEndsInASealedSegmentSkipsNothingOfATopic() {
        Topic topic = log.topic("orders");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String record = i + "x".repeat(i % 5 * 90);
            (i % 3 == 0 ? log.topic("others") : topic).append(record.getBytes(UTF_8));
            if (i % 3 != 0) {
                expected.add(record);
            }
        }
        assertTrue(segments().size() > 3, "most of it is sealed");
        List<String> seen = new ArrayList<>();
        try (LogConsumer consumer = log.consumer("billing").topic(topic).open()) {
            List<LogRecord> polled = consumer.poll(7, 500);
            while (!polled.isEmpty()) {
                assertTrue(polled.stream().mapToInt(record -> record.payload().length).sum() <= 500);
                seen.addAll(texts(polled));
                polled = consumer.poll(7, 500);
            }
        }
        assertEquals(expected, seen);
    }

    @Test
    void peekOfATopicFreesNothingOfOthersNorMoves() {
        for (int i = 0; i < 100; i++) {
            log.topic(i % 2 == 0 ? "orders" : "others").append((i + "x".repeat(500)).getBytes(UTF_8));
        }
        List<String> segments = segments();
        assertTrue(segments.size() > 3, "most of it is sealed");
        try (LogConsumer orders = log.consumer("billing").topic(log.topic("orders")).open();
                LogConsumer others = log.consumer("audit").topic(log.topic("others")).open()) {
            for (int i = 0; i < 100; i++) {
                assertEquals(50, orders.peek(100, ALL_BYTES).size());
            }
            assertEquals(0, orders.position());
            assertEquals(0, log.trimBefore(99));
            assertTrue(segments().containsAll(segments), "one more may have been made ahead");
            assertEquals(50, others.poll(100, ALL_BYTES).size());
        }
    }

    @Test
    void drainedTopicIsGoneOnWithAfterEachOfThreeRestarts() {
        List<String> seen = new ArrayList<>();
        for (int restart = 0; restart < 4; restart++) {
            Topic topic = log.topic("orders");
            for (int i = 0; i < 10; i++) {
                log.topic("others " + restart).append(new byte[2000]);
                topic.append((restart * 10 + i + "").getBytes(UTF_8));
            }
            try (LogConsumer consumer = log.consumer("billing").topic(topic).open()) {
                List<LogRecord> polled = consumer.poll(4, ALL_BYTES);
                while (!polled.isEmpty()) {
                    seen.addAll(texts(polled));
                    consumer.commit();
                    polled = consumer.poll(4, ALL_BYTES);
                }
                consumer.commit().join();
            }
            reopen();
        }
        assertEquals(IntStream.range(0, 40).mapToObj(Integer::toString).toList(), seen);
    }

    @Test
    void drainedTopicGivesNothingAgainHoweverOftenTheLogIsOpened() {
        log.topic("others").append("0".getBytes(UTF_8));
        log.topic("orders").append("1".getBytes(UTF_8));
        try (LogConsumer consumer = log.consumer("billing").topic(log.topic("orders")).open()) {
            assertEquals(List.of("1"), texts(consumer.poll(10, ALL_BYTES)));
            assertEquals(List.of(), consumer.poll(10, ALL_BYTES));
            consumer.commit().join();
        }
        for (int restart = 0; restart < 3; restart++) {
            reopen();
            try (LogConsumer consumer = log.consumer("billing").open()) {
                assertEquals(List.of(), consumer.poll(10, ALL_BYTES));
                consumer.commit().join();
            }
        }
        log.topic("orders").append("3".getBytes(UTF_8));
        try (LogConsumer consumer = log.consumer("billing").open()) {
            assertEquals(List.of("3"), texts(consumer.poll(10, ALL_BYTES)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 20", "3, 1, 17", "3, 2, 20", "3, 100, 20", "7, 5, 20", "100, 4, 20"})
    void noMoreThanCommitEverySaysComeAgainAfterAPowerCutAtTheEndToo(int commitEvery, int atOnce, int read) {
        MemoryStorage disk = new MemoryStorage(1);
        WriteAheadLog before = openOn(disk);
        append(before, 20);
        LogConsumer reading = before.consumer("billing").topic(before.topic("orders")).commitEvery(commitEvery).open();
        int polled = 0;
        while (polled < read) {
            polled += reading.poll(Math.min(atOnce, read - polled), ALL_BYTES).size();
        }
        if (read == 20) {
            assertEquals(List.of(), reading.poll(1, ALL_BYTES), "drained");
        }
        assertComesAgain(disk, Math.max(0, read - commitEvery), read);
        assertThrows(LogFailedException.class, before::close);
    }

    @Test
    void commitThatIsNotDurableYetWidensNoBoundOnRepeats() {
        MemoryStorage disk = new MemoryStorage(1);
        WriteAheadLog before = openOn(disk);
        append(before, 20);
        LogConsumer reading = before.consumer("billing").topic(before.topic("orders")).commitEvery(3).open();
        for (int polled = 0; polled < 18;) {
            polled += reading.poll(3, ALL_BYTES).size();
            reading.commit().join(); // with the operating system, and no sync is due for an hour
        }
        assertComesAgain(disk, 18 - 3, 18);
        assertThrows(LogFailedException.class, before::close);
    }

    private static WriteAheadLog openOn(MemoryStorage disk) {
        return WriteAheadLog.builder(disk).syncInterval(Duration.ofHours(1)).open();
    }

    private static void append(WriteAheadLog log, int records) {
        for (int i = 0; i < records; i++) {
            log.topic("orders").append(Integer.toString(i).getBytes(UTF_8));
        }
    }

    private static void assertComesAgain(MemoryStorage disk, int least, int most) {
        try (WriteAheadLog log = openOn(disk.powerCut(Unsynced.LOST)); LogConsumer consumer = log.consumer("billing").open()) {
            List<LogRecord> again = consumer.poll(100, ALL_BYTES);
            int first = again.isEmpty() ? 20 : Integer.parseInt(texts(again).get(0));
            assertTrue(first >= least && first <= most, "it goes on with " + first);
        }
    }

    @ParameterizedTest
    @CsvSource({"whole log, false, false", "whole log, true, false", "whole log, false, true", "whole log, true, true",
        "topic, false, false", "topic, true, false", "topic, false, true", "topic, true, true"})
    void consumerInFrontOfDamageIsToldWhereAndCanGoPast(String of, boolean sealed, boolean header) {
        MemoryStorage disk = new MemoryStorage(1);
        WriteAheadLog damaged = WriteAheadLog.builder(disk).open();
        for (int i = 0; i < 60; i++) {
            damaged.topic(i % 2 == 0 ? "orders" : "others").append((i + "x".repeat(500)).getBytes(UTF_8));
        }
        if (sealed) {
            damaged.close();
            damaged = WriteAheadLog.builder(disk).open();
        }
        long frame = spoilRecordSix(disk, header);
        ConsumerBuilder builder = damaged.consumer("billing");
        List<Long> expected = LongStream.range(0, 60).filter(i -> i != 6 && (of.equals("whole log") || i % 2 == 0)).boxed().toList();
        try (LogConsumer consumer = (of.equals("topic") ? builder.topic(damaged.topic("orders")) : builder).open()) {
            List<Long> seen = sequences(consumer.poll(100, ALL_BYTES));
            long last = seen.get(seen.size() - 1);
            for (int again = 0; again < 3; again++) {
                CorruptLogException damage = assertThrows(CorruptLogException.class, () -> consumer.poll(1, ALL_BYTES));
                assertEquals("00000000000000000000.seg", damage.file());
                assertEquals(frame, damage.offset());
                assertTrue(damage.sequence() > last && damage.sequence() <= 6, damage.getMessage());
                assertThrows(CorruptLogException.class, () -> consumer.peek(1, ALL_BYTES));
                assertEquals(last + 1, consumer.position(), "it stays");
            }
            consumer.seek(7);
            List<Long> rest = sequences(consumer.poll(100, ALL_BYTES));
            assertEquals(expected, Stream.concat(seen.stream(), rest.stream()).toList());
        }
        damaged.close();
    }

    /** A byte of its frame's body, or of the header, which says how long it is and which records it has. */
    private static long spoilRecordSix(MemoryStorage disk, boolean header) {
        String segment = "00000000000000000000.seg";
        byte[] bytes = disk.contents(segment);
        int payload = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("6" + "x".repeat(500));
        int frame = payload - 72; // the header, and length and topic of its only record
        int at = header ? frame + 8 : payload + 100;
        disk.overwrite(segment, at, (byte) (bytes[at] ^ 1));
        return frame;
    }

    private List<String> segments() {
        String[] names = Objects.requireNonNull(directory.resolve("log").toFile().list());
        return Stream.of(names).filter(name -> name.endsWith(".seg")).toList();
    }

    private static List<Long> sequences(List<LogRecord> records) {
        return records.stream().map(LogRecord::sequence).toList();
    }

    private List<String> read(String topic) {
        List<String> records = new ArrayList<>();
        try (LogReader reader = log.topic(topic).reader(0)) {
            while (reader.next()) {
                records.add(UTF_8.decode(reader.payload()).toString());
            }
        }
        return records;
    }

    private static List<String> texts(List<LogRecord> records) {
        return records.stream().map(record -> new String(record.payload(), UTF_8)).toList();
    }
}
