package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.ConsumerPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What was done to a log, and so what it must hold: all that was acknowledged, in order; behind it only what was appended; of each
 * batch all or nothing; nothing trimmed that nobody asked to be; of a truncation all or nothing; in the topic what was appended to it; a
 * consumer where its last commit says, or one that nobody was told of.
 */
final class History {

    private static final long NOWHERE = -2;
    private static final String TOPIC = "topic";
    private static final String CONSUMER = "consumer";

    private final List<String> given = new ArrayList<>();
    private final TreeSet<Long> ends = new TreeSet<>(List.of(-1L));
    private long trimmedBefore;

    /** Where a truncation that has not returned may have ended the log. */
    private long mayEndAt = NOWHERE;

    private long committed;
    private long mayBeCommitted;

    History() {
    }

    private History(History other) {
        given.addAll(other.given);
        ends.addAll(other.ends);
        trimmedBefore = other.trimmedBefore;
        mayEndAt = other.mayEndAt;
        committed = other.committed;
        mayBeCommitted = other.mayBeCommitted;
    }

    History copy() {
        return new History(this);
    }

    void append(LogFixture log, String... records) {
        for (String record : records) {
            given.add(record);
            ends.add(given.size() - 1L);
        }
        log.appendUnsynced(records);
    }

    void appendBatch(LogFixture log, String... records) {
        given.addAll(List.of(records));
        ends.add(given.size() - 1L);
        log.appendBatchUnsynced(records);
    }

    void appendToTopic(LogFixture log, String record) {
        String told = TOPIC + record;
        given.add(told);
        ends.add(given.size() - 1L);
        log.appendToUnsynced(TOPIC, told);
    }

    /** Synced. */
    void commit(LogFixture log, long next) {
        mayBeCommitted = next;
        log.commitUnsynced(CONSUMER, next).sync();
        log.requireRunning();
        committed = next;
    }

    void truncateAfter(LogFixture log, long sequence) {
        mayEndAt = sequence;
        log.store().truncateAfter(sequence, Truncation.UNLESS_CONSUMED);
        log.requireRunning();
        endAt(sequence);
    }

    /** What was appended behind the sequence was refused. */
    void refused(long lastTaken) {
        endAt(lastTaken);
    }

    private void endAt(long last) {
        given.subList((int) last + 1, given.size()).clear();
        ends.tailSet(last, false).clear();
        mayEndAt = NOWHERE;
    }

    void trimBefore(LogFixture log, long sequence) {
        trimmedBefore = Math.max(trimmedBefore, sequence);
        log.trimBefore(sequence);
    }

    long next() {
        return given.size();
    }

    /** Checks what an open log holds, and takes over what it has lost of that which was not acknowledged. */
    void check(LogFixture log, long acknowledged) {
        long first = log.store().firstSequence();
        List<String> held = log.records();
        long last = first + held.size() - 1;
        assertTrue(first <= trimmedBefore, "the first record is " + first + ", trimmed were those before " + trimmedBefore);
        assertTrue(last >= acknowledged || last == mayEndAt, "the last record is " + last + ", acknowledged was " + acknowledged);
        assertTrue(last < given.size(), "the last record is " + last + ", given were " + given.size());
        for (int i = 0; i < held.size(); i++) {
            String expected = given.get((int) first + i);
            assertTrue(expected.equals(held.get(i)), "record " + (first + i) + " is another than was appended");
        }
        assertTrue(ends.contains(last), "record " + last + " is inside a batch");
        endAt(last);
        checkTopic(log, held);
        checkConsumer(log);
    }

    private static void checkTopic(LogFixture log, List<String> held) {
        int number = log.store().control().topicNumber(TOPIC);
        List<String> expected = held.stream().filter(record -> record.startsWith(TOPIC)).toList();
        assertTrue(number > 0 || expected.isEmpty(), "the topic has no name");
        if (number > 0) {
            try (LogReader reader = log.store().reader(number, log.store().firstSequence())) {
                assertTrue(expected.equals(LogFixture.drainAny(reader)), "the topic has other records than were appended to it");
            }
        }
    }

    private void checkConsumer(LogFixture log) {
        ConsumerPosition position = log.store().control().consumer(CONSUMER);
        long next = position == null ? 0 : position.nextSequence();
        assertTrue(next == committed || next == mayBeCommitted, "the consumer is at " + next + ", committed was " + committed);
        committed = next;
        mayBeCommitted = next;
    }
}
