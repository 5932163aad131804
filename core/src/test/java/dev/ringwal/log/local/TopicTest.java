package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.storage.Unsynced;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics and positions in the log itself: what is written, what survives, what is read. */
class TopicTest {

    private static final int GROUP_BYTES = 64 * 1024;

    private LogFixture log = LogFixture.open();
    private final Group group = new Group(GROUP_BYTES);

    /** What was appended: "topic/record". */
    private final List<String> model = new ArrayList<>();

    @Test
    void topicIsReadAlone() {
        append("a/1", "b/2", "/3", "a/4");

        assertEquals(List.of("1", "4"), of("a"));
        assertEquals(List.of("2"), of("b"));
        assertEquals(List.of("3"), of(""));
        assertEquals(List.of("1", "2", "3", "4"), log.records());
    }

    @Test
    void readerSaysTheTopicOfEachRecord() {
        append("a/1", "/2", "b/3");

        try (LogReader reader = log.reader(0)) {
            List<String> topics = new ArrayList<>();
            while (reader.next()) {
                topics.add(reader.topic());
            }
            assertEquals(List.of("a", "", "b"), topics);
        }
    }

    @Test
    void namesAndCountsSurviveACloseAKillAndAPowerCut() {
        append("a/1", "b/2", "a/3");
        log.closed().reopen();
        assertCounts();

        append("c/4", "a/5");
        log.kill().reopen();
        assertCounts();

        append("d/6", "b/7");
        log.powerCut(Unsynced.LOST).reopen();
        assertCounts();
        assertReads();
    }

    @Test
    void topicKeepsItsNumberWhenOthersComeAfterARestart() {
        append("a/1");
        log.closed().reopen();
        append("b/2", "a/3");
        log.kill().reopen();

        assertReads();
    }

    @Test
    void trimmingEveryOlderSegmentLosesNoNameAndNoPosition() {
        append("a/1");
        commit("reader", "a", 1);
        roll();
        roll();
        log.trimBefore(log.store().writtenSequence());

        log.closed().reopen();

        assertEquals("a", log.store().control().topicName(1));
        assertEquals(new ConsumerPosition(1, 1), log.store().control().consumer("reader"));
    }

    @Test
    void positionIsDurableAfterASyncWithoutAnyRecord() {
        append("a/1");
        commit("reader", "a", 1);
        log.sync().powerCut(Unsynced.LOST).reopen();

        assertEquals(new ConsumerPosition(1, 1), log.store().control().consumer("reader"));
    }

    @Test
    void positionThatWasNotSyncedMayBeLostAndNothingElse() {
        append("a/1");
        commit("reader", "a", 1);
        log.powerCut(Unsynced.LOST).reopen();

        assertNull(log.store().control().consumer("reader"));
        assertReads();
    }

    @Test
    void positionSurvivesAKillThoughItWasNotSynced() {
        append("a/1");
        commit("reader", "a", 1);
        log.kill().reopen();
        log.closed().reopen();

        assertEquals(new ConsumerPosition(1, 1), log.store().control().consumer("reader"));
    }

    @Test
    void deletedConsumerIsGoneAfterARestart() {
        commit("reader", "", 0);
        take(ControlEntry.consumerGone("reader"), RecordHead.DEFAULT_TOPIC);
        log.closed().reopen();

        assertNull(log.store().control().consumer("reader"));
    }

    @Test
    void logWithoutTopicsHasNoControlFrames() {
        append("/1");
        roll();

        for (String segment : log.segments()) {
            assertTrue(log.frames(segment).stream().noneMatch(frame -> frame.kind() > 4), segment);
        }
    }

    @Test
    void batchThatSpansTopicsIsAtomic() {
        appendBatch("a/1", "b/2", "/" + "x".repeat(10_000), "a/3");
        assertReads();
        log.kill().reopen();

        assertReads();
    }

    @Test
    void topicOfARefusedGroupIsNamedWithTheNextOne() {
        append("/1");
        log.disk().capacity(LogFixture.usedBytes(log.disk()));
        String large = "y".repeat(40_000);
        assertThrows(DiskFullException.class, () -> take("new/" + large));
        log.disk().capacity(Long.MAX_VALUE);

        append("new/2");
        log.closed().reopen();

        assertReads();
    }

    @Test
    void topicIsFollowedWhileItGrows() {
        append("/0");
        int number = log.store().topic("a");
        try (LogReader reader = log.store().reader(number, 0)) {
            assertFalse(reader.next());
            append("b/1", "a/2");
            assertTrue(reader.next());
            assertEquals("2", LogFixture.text(reader));
            assertFalse(reader.next());
            roll();
            append("a/3");
            assertTrue(reader.next());
            assertEquals("3", LogFixture.text(reader));
        }
    }

    @Test
    void writtenIsNotReadBeforeItIsDurable() {
        append("a/1");
        take("a/2");
        model.remove(model.size() - 1);

        assertEquals(List.of("1"), of("a"));
    }

    @Test
    void readerOfAnotherProcessSeesTopicsAndPositions() throws Exception {
        append("a/1", "b/2");
        roll();
        append("c/3", "a/4");
        commit("reader", "a", 1);
        log.sync();

        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED)) {
            for (String topic : List.of("a", "b", "c", "")) {
                try (LogReader reader = other.reader(topic, 0)) {
                    assertEquals(expected(topic), LogFixture.drainAny(reader), topic);
                }
            }
            assertEquals(new ConsumerPosition(1, 1), other.control().consumer("reader"));
            append("d/5");
            other.refresh();
            try (LogReader reader = other.reader("d", 0)) {
                assertTrue(reader.next());
                assertEquals("d", reader.topic());
            }
        }
    }

    @Test
    void namesOverTheLimitAreRefused() {
        log.close();
        log = LogFixture.empty(1).controlLimitBytes(100).reopen();
        append("first/1");
        log.store().topic("x".repeat(60));

        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> log.store().topic("another"));
        assertTrue(refused.getMessage().contains("100"), refused.getMessage());
        assertThrows(IllegalStateException.class, () -> log.store().admitConsumer("consumer"));
    }

    /** Random appends, positions, rolls, closes, kills and power cuts against what was appended. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyTopicIsReadForwardsAndBackwardsWhateverHappened(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            step(random);
            if (i % 5 == 0) {
                assertReads();
                assertCounts();
            }
        }
        assertReads();
    }

    private void step(Random random) {
        switch (random.nextInt(9)) {
            case 0 -> roll();
            case 1 -> log.closed().reopen();
            case 2 -> log.kill().reopen();
            case 3 -> log.powerCut(Unsynced.LOST).reopen();
            case 4 -> commit("consumer" + random.nextInt(3), "", model.size());
            case 5 -> appendBatch(records(random));
            default -> append(records(random));
        }
    }

    private String[] records(Random random) {
        String[] records = new String[1 + random.nextInt(40)];
        for (int i = 0; i < records.length; i++) {
            int topic = random.nextInt(12);
            records[i] = (topic < 2 ? "" : "topic" + topic) + "/" + LogFixture.text(model.size() + i, random.nextInt(600));
        }
        return records;
    }

    private void assertReads() {
        for (String topic : model.stream().map(TopicTest::topic).distinct().toList()) {
            assertEquals(expected(topic), of(topic), topic);
            assertEquals(expected(topic), backwards(topic), topic);
        }
        assertEquals(model.stream().map(TopicTest::payload).toList(), log.records());
    }

    private void assertCounts() {
        for (String topic : model.stream().map(TopicTest::topic).distinct().filter(name -> !name.isEmpty()).toList()) {
            int number = log.store().control().topicNumber(topic);
            assertEquals(expected(topic).size(), log.store().control().records(number), topic);
        }
    }

    private List<String> expected(String topic) {
        return model.stream().filter(record -> topic(record).equals(topic)).map(TopicTest::payload).toList();
    }

    private List<String> of(String topic) {
        try (LogReader reader = log.store().reader(number(topic), 0)) {
            return LogFixture.drainAny(reader);
        }
    }

    private List<String> backwards(String topic) {
        List<String> read = new ArrayList<>();
        try (LogReader reader = log.store().reader(number(topic), 0)) {
            reader.seek(Long.MAX_VALUE);
            while (reader.previous()) {
                read.add(0, LogFixture.text(reader));
            }
        }
        return read;
    }

    private int number(String topic) {
        return topic.isEmpty() ? RecordHead.DEFAULT_TOPIC : log.store().topic(topic);
    }

    private static String topic(String record) {
        return record.substring(0, record.indexOf('/'));
    }

    private static String payload(String record) {
        return record.substring(record.indexOf('/') + 1);
    }

    private void append(String... records) {
        take(records);
        log.sync();
    }

    private void take(String... records) {
        group.clear();
        for (String record : records) {
            byte[] bytes = payload(record).getBytes(StandardCharsets.ISO_8859_1);
            group.add(bytes, 0, bytes.length, number(topic(record)));
        }
        group.complete();
        log.store().take(group);
        model.addAll(List.of(records));
    }

    private void appendBatch(String... records) {
        ByteBuffer encoded = ByteBuffer.allocate(GROUP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String record : records) {
            byte[] bytes = payload(record).getBytes(StandardCharsets.ISO_8859_1);
            encoded.position(RecordHead.put(encoded, encoded.position(), bytes.length, number(topic(record)))).put(bytes);
        }
        group.clear();
        group.addBatch(encoded.flip(), records.length);
        group.complete();
        log.store().take(group);
        model.addAll(List.of(records));
        log.sync();
    }

    /** Not synced. */
    private void commit(String consumer, String topic, long next) {
        int number = number(topic);
        take(ControlEntry.consumer(consumer, new ConsumerPosition(number, next)), number);
    }

    private void take(byte[] entry, int topic) {
        group.clear();
        group.addControl(entry, 0, entry.length, topic);
        group.complete();
        log.store().take(group);
    }

    private void roll() {
        int before = log.begun().size();
        while (log.begun().size() == before) {
            append("/" + LogFixture.text(model.size(), 3000));
        }
    }
}
