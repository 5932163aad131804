package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What was done to a log, and so what it must hold: all that was acknowledged, in order; behind it only what was appended; of each
 * batch all or nothing; nothing trimmed that nobody asked to be.
 */
final class History {

    private final List<String> given = new ArrayList<>();
    private final TreeSet<Long> ends = new TreeSet<>(List.of(-1L));
    private long trimmedBefore;

    History() {
    }

    private History(History other) {
        given.addAll(other.given);
        ends.addAll(other.ends);
        trimmedBefore = other.trimmedBefore;
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

    /** What was appended behind the sequence was refused. */
    void refused(long lastTaken) {
        given.subList((int) lastTaken + 1, given.size()).clear();
        ends.tailSet(lastTaken, false).clear();
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
        assertTrue(last >= acknowledged, "the last record is " + last + ", acknowledged was " + acknowledged);
        assertTrue(last < given.size(), "the last record is " + last + ", given were " + given.size());
        for (int i = 0; i < held.size(); i++) {
            String expected = given.get((int) first + i);
            assertTrue(expected.equals(held.get(i)), "record " + (first + i) + " is another than was appended");
        }
        assertTrue(ends.contains(last), "record " + last + " is inside a batch");
        given.subList((int) last + 1, given.size()).clear();
        ends.tailSet(last, false).clear();
    }
}
