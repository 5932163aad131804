package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertEquals(List.of(new TopicFacts(name, 3)), log.topics());
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
        List<String> seen = new ArrayList<>();
        try (LogConsumer consumer = log.consumer("billing").topic(topic).open()) {
            List<LogRecord> polled = consumer.poll(7, 500);
            while (!polled.isEmpty()) {
                seen.addAll(texts(polled));
                polled = consumer.poll(7, 500);
            }
        }
        assertEquals(expected, seen);
    }

    @Test
    void drainedTopicIsGoneOnWithAfterEachOfThreeRestarts() {
        List<String> seen = new ArrayList<>();
        for (int restart = 0; restart < 4; restart++) {
            Topic topic = log.topic("orders");
            for (int i = 0; i < 10; i++) {
                topic.append((restart * 10 + i + "").getBytes(UTF_8));
                log.topic("others " + restart).append(new byte[2000]);
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
    void boundOnRepeatsHoldsAtTheEndOfTheLogToo() {
        Topic topic = log.topic("orders");
        for (int i = 0; i < 20; i++) {
            topic.append(Integer.toString(i).getBytes(UTF_8));
        }
        try (LogConsumer consumer = log.consumer("billing").topic(topic).commitEvery(3).open()) {
            for (int polled = 0; polled < 17;) {
                polled += consumer.poll(1, ALL_BYTES).size();
            }
        }
        reopen();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            int first = Integer.parseInt(texts(consumer.poll(1, ALL_BYTES)).get(0));
            assertTrue(first >= 17 - 3 && first <= 17, "it goes on with " + first);
        }
    }

    @Test
    void consumerInFrontOfDamageIsToldWhereAndCanGoPast() throws IOException {
        for (int i = 0; i < 60; i++) {
            log.append((i + "x".repeat(500)).getBytes(UTF_8));
        }
        flipAByteOfRecordFive();
        try (LogConsumer consumer = log.consumer("billing").open()) {
            List<LogRecord> before = consumer.poll(5, ALL_BYTES);
            assertEquals(5, before.size());
            CorruptLogException damage = assertThrows(CorruptLogException.class, () -> consumer.poll(1, ALL_BYTES));
            assertEquals(5, damage.sequence());
            assertEquals(5, consumer.position(), "it stays");
            assertThrows(CorruptLogException.class, () -> consumer.poll(1, ALL_BYTES));
            consumer.seek(6);
            assertEquals(54, consumer.poll(100, ALL_BYTES).size());
        }
    }

    private void flipAByteOfRecordFive() throws IOException {
        Path segment = directory.resolve("log").resolve("00000000000000000000.seg");
        byte[] bytes = Files.readAllBytes(segment);
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = content.indexOf("5" + "x".repeat(500));
        assertTrue(at > 0);
        bytes[at + 100] ^= 1;
        Files.write(segment, bytes);
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
