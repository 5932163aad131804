package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropping the end of a log. */
class TruncationTest {

    private LogFixture log = LogFixture.open();

    @Test
    void dropsWhatLiesBehindAndGoesOnThere() {
        log.append("a", "b", "c", "d");
        assertEquals(2, truncateAfter(1));

        assertEquals(List.of("a", "b"), log.records());
        log.append("e");
        assertEquals(List.of("a", "b", "e"), log.records());
        log.closed().reopen();
        assertEquals(List.of("a", "b", "e"), log.records());
        assertEquals(2, log.acknowledged());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 6, 7, 8, 30, 98, 99, 100})
    void mayEndAnywhereInAFrameInASegmentOrInFront(int last) {
        for (int i = 0; i < 100; i++) {
            log.append(LogFixture.text(i, i % 7 == 6 ? 3000 : 100));
        }
        List<String> all = log.records();
        truncateAfter(last);
        List<String> left = all.subList(0, Math.min(100, last + 1));

        assertEquals(left, log.records());
        log.kill().reopen();
        assertEquals(left, log.records());
        log.append("next").powerCut(Unsynced.LOST).reopen();
        assertEquals(left.size() + 1, log.records().size());
        assertEquals("next", log.records().get(left.size()));
    }

    @Test
    void changesNothingBehindTheEnd() {
        log.append("a");
        Map<String, byte[]> before = log.everything();
        assertEquals(0, truncateAfter(0));
        assertEquals(0, truncateAfter(5));
        log.assertUnchanged(before);
    }

    @Test
    void overwritesAndShortensNothing() {
        log.append("a", "b").append("c");
        byte[] before = log.contents(LogFixture.FIRST_SEGMENT);
        truncateAfter(0);
        byte[] after = log.contents(LogFixture.FIRST_SEGMENT);

        assertEquals(before.length, after.length);
        for (int i = 0; i < before.length; i++) {
            assertEquals(before[i], after[i], "byte " + i);
        }
    }

    @Test
    void segmentsBehindTheEndAreDeleted() {
        log.append("a").roll().roll().roll();
        truncateAfter(0);

        assertEquals(2, log.segments().size(), log.segments().toString());
        log.closed().reopen();
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void isRefusedWithinABatch() {
        log.append("a").appendBatch("b", "c", "d").append("e");
        assertThrows(TruncationRefusedException.class, () -> truncateAfter(1));
        assertThrows(TruncationRefusedException.class, () -> truncateAfter(2));
        assertEquals(5, log.records().size());
        truncateAfter(3);
        truncateAfter(0);
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void isRefusedWithinABatchThatSpansFrames() {
        log.appendBatch("x".repeat(9000), "y", "z");
        for (int last = 0; last < 2; last++) {
            int behind = last;
            assertThrows(TruncationRefusedException.class, () -> truncateAfter(behind));
        }
        truncateAfter(-1);
        assertEquals(List.of(), log.records());
    }

    @Test
    void isRefusedBelowWhatAConsumerHasCommittedUnlessForced() {
        log.append("a", "b", "c");
        commit("billing", 2);
        TruncationRefusedException refused = assertThrows(TruncationRefusedException.class, () -> truncateAfter(0));
        assertTrue(refused.getMessage().contains("billing"), refused.getMessage());

        log.store().truncateAfter(0, Truncation.EVEN_IF_CONSUMED);

        assertEquals(1, log.store().control().consumer("billing").nextSequence());
        log.closed().reopen();
        assertEquals(1, log.store().control().consumer("billing").nextSequence());
    }

    @Test
    void isRefusedInFrontOfWhatWasTrimmed() {
        log.append("a").roll().roll();
        long first = log.trimBefore(log.store().writtenSequence()).store().firstSequence();
        assertTrue(first > 0);
        assertThrows(TruncationRefusedException.class, () -> truncateAfter(first - 2));
        truncateAfter(first - 1);
        assertEquals(List.of(), log.records());
        log.append("next").closed().reopen();
        assertEquals(first, log.store().firstSequence());
        assertEquals(List.of("next"), log.records());
    }

    @Test
    void fullDiskRefusesItAndChangesNothing() {
        log.append("a", "b");
        log.disk().capacity(LogFixture.usedBytes(log.disk()));
        assertThrows(DiskFullException.class, () -> truncateAfter(0));
        log.disk().capacity(Long.MAX_VALUE);

        assertEquals(List.of("a", "b"), log.records());
        truncateAfter(0);
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void readerBehindTheNewEndIsTold() {
        log.append("a", "b", "c");
        try (LogReader before = log.reader(0); LogReader behind = log.reader(0)) {
            assertTrue(before.next());
            assertEquals(List.of("a", "b", "c"), LogFixture.drain(behind));
            truncateAfter(0);
            log.append("d");

            RecordTruncatedException told = assertThrows(RecordTruncatedException.class, behind::next);
            assertEquals(3, told.sequence());
            assertEquals(0, told.lastSequence());
            assertThrows(RecordTruncatedException.class, behind::next, "until it is moved");
            behind.seek(1);
            assertEquals(List.of("d"), LogFixture.drain(behind));
            assertEquals(List.of("d"), LogFixture.drain(before), "it had not come so far");
        }
    }

    @Test
    void readerOfAnotherProcessIsTold() throws Exception {
        log.append("a", "b", "c");
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED); LogReader reader = other.reader(0)) {
            assertEquals(List.of("a", "b", "c"), LogFixture.drain(reader));
            truncateAfter(0);
            log.append("d");
            other.refresh();

            assertThrows(RecordTruncatedException.class, reader::next);
            reader.seek(0);
            assertEquals(List.of("a", "d"), LogFixture.drain(reader));
        }
    }

    @Test
    void countsOfTopicsGoBack() {
        take("a", 1);
        take("b", 2);
        take("a", 1);
        take("c", 3);
        log.sync();
        truncateAfter(1);
        assertEquals(List.of(1L, 1L, 0L), IntStream.rangeClosed(1, 3).mapToObj(log.store().control()::records).toList());
        log.closed().reopen();
        assertEquals(List.of(1L, 1L, 0L), IntStream.rangeClosed(1, 3).mapToObj(log.store().control()::records).toList());
        try (LogReader reader = log.store().reader(1, 0)) {
            assertTrue(reader.next());
            assertFalse(reader.next());
        }
    }

    /** Crash at every change of the disk; before the answer both is right, afterwards only one. */
    @ParameterizedTest
    @EnumSource(value = Unsynced.class, names = {"LOST", "KEPT", "SCATTERED"})
    void crashAnywhereLeavesAllOfItOrNothing(Unsynced unsynced) {
        int crashes = 0;
        boolean crashed = true;
        for (long at = 1; crashed; at++) {
            log = LogFixture.empty(at).reopen();
            crashed = false;
            List<String> whole = new ArrayList<>();
            List<String> left = new ArrayList<>();
            log.append("a", "b", "c").append("d").roll().append("e");
            whole.addAll(log.records());
            left.addAll(whole.subList(0, 2));
            log.disk().crashAt(at);
            boolean answered = false;
            try {
                answered = truncateAfter(1) > 0;
                log.append("f");
                log.requireRunning();
            } catch (SimulatedCrash stopped) {
                crashed = true;
                crashes++;
            }
            log.goOnWith(log.disk().powerCut(unsynced)).reopen();
            List<String> found = log.records();
            boolean isRight = found.equals(left) || found.equals(List.of("a", "b", "f")) || !answered && found.equals(whole);
            assertTrue(isRight, "crash " + at + ": " + found.size() + " records, answered " + answered);
            log.append("more").kill().reopen();
            assertEquals(found.size() + 1, log.records().size());
        }
        assertTrue(crashes > 5, "crash points: " + crashes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomLivesHoldWhatWasLeft(long seed) {
        Random random = new Random(seed);
        List<String> model = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            switch (random.nextInt(8)) {
                case 0 -> log.closed().reopen();
                case 1 -> log.kill().reopen();
                case 2 -> log.powerCut(Unsynced.LOST).reopen();
                case 3, 4 -> {
                    int last = model.size() - 1 - random.nextInt(Math.min(model.size(), 12) + 1);
                    truncateAfter(last);
                    model.subList(last + 1, model.size()).clear();
                }
                default -> {
                    String[] records = new String[1 + random.nextInt(10)];
                    for (int r = 0; r < records.length; r++) {
                        records[r] = LogFixture.text(model.size() + r, random.nextInt(2000)) + i;
                    }
                    log.append(records);
                    model.addAll(List.of(records));
                }
            }
            assertEquals(model, log.records(), "step " + i);
        }
    }

    private long truncateAfter(long sequence) {
        return log.store().truncateAfter(sequence, Truncation.UNLESS_CONSUMED);
    }

    private void take(String record, int topic) {
        log.store().topic("topic " + topic);
        Group group = new Group(1000);
        group.add(record.getBytes(StandardCharsets.UTF_8), 0, record.length(), topic);
        group.complete();
        log.store().take(group);
    }

    private void commit(String consumer, long next) {
        byte[] entry = ControlEntry.consumer(consumer, new ConsumerPosition(ConsumerPosition.WHOLE_LOG, next));
        Group group = new Group(1000);
        group.addControl(entry, 0, entry.length, 0);
        group.complete();
        log.store().take(group);
        log.sync();
    }
}
