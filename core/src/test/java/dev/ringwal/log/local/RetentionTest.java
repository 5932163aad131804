package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.SMALL_SEGMENT_BYTES;
import static dev.ringwal.log.local.LogFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.storage.Unsynced;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final long AGE = 1_000;

    private static LogFixture log(Retention retention) {
        return LogFixture.empty(1).retention(retention).reopen();
    }

    private static String record(long sequence) {
        return text(sequence, 1000);
    }

    private static LogFixture append(LogFixture log, int records) {
        for (int i = 0; i < records; i++) {
            log.append(record(log.acknowledged() + 1));
        }
        return log;
    }

    private static List<String> records(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(RetentionTest::record).toList();
    }

    private static long bytes(LogFixture log) {
        return log.begun().stream().mapToLong(segment -> log.contents(segment).length).sum();
    }

    @Test
    void oldestSegmentsGoWhenTheyTakeTooMuch() {
        LogFixture log = log(new Retention(4 * SMALL_SEGMENT_BYTES, Retention.UNBOUNDED, Retention.UNBOUNDED));
        for (int i = 0; i < 200; i++) {
            append(log, 1);
            // One more than asked for: the last may go only when a record is durable in the next. And one is prepared.
            assertTrue(log.begun().size() <= 5, log.begun().toString());
            assertTrue(log.segments().size() <= 6, log.segments().toString());
            assertTrue(bytes(log) <= 5 * SMALL_SEGMENT_BYTES, bytes(log) + " bytes");
        }
        assertTrue(log.begun().size() >= 4);
        long first = log.store().firstSequence();
        assertTrue(first > 100, "first " + first);
        assertEquals(records(first, 199), log.records());
        assertEquals(records(first, 199), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void readerInWhatIsDroppedLearnsWhatIsLeft() {
        LogFixture log = append(log(new Retention(4 * SMALL_SEGMENT_BYTES, Retention.UNBOUNDED, Retention.UNBOUNDED)), 20);
        try (LogReader reader = log.reader(0)) {
            assertTrue(reader.next());
            append(log, 200);
            RecordGoneException gone = assertThrows(RecordGoneException.class, () -> LogFixture.drain(reader));
            assertEquals(log.store().firstSequence(), gone.firstSequence());
        }
    }

    @Test
    void openSegmentStaysHoweverLittleIsToStay() {
        LogFixture log = append(log(new Retention(1, 1, Retention.UNBOUNDED)), 60);
        assertTrue(log.begun().size() <= 2, log.begun().toString());
        assertTrue(log.segments().size() <= 3, log.segments().toString());
        assertEquals(record(59), log.records().get(log.records().size() - 1));
    }

    @Test
    void segmentsGoWhenAllTheirRecordsAreOld() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, AGE, Retention.UNBOUNDED)).at(10_000);
        append(log, 40);
        long before = log.begun().size();
        log.at(10_000 + AGE - 1).store().tick();
        assertEquals(before, log.begun().size());
        log.at(10_000 + AGE).store().tick();

        assertEquals(1, log.begun().size());
        assertEquals(record(39), log.records().get(log.records().size() - 1));
    }

    @Test
    void whatWasWrittenInTimeStaysWithItsSegment() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, AGE, Retention.UNBOUNDED)).at(10_000);
        append(log, 40);
        log.at(10_500);
        append(log, 40);
        log.at(10_000 + AGE).store().tick();

        assertEquals(records(log.store().firstSequence(), 79), log.records());
        assertTrue(log.store().firstSequence() > 0 && log.store().firstSequence() <= 40, "first " + log.store().firstSequence());
    }

    @Test
    void clockThatStepsBackDropsNothingEarly() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, AGE, Retention.UNBOUNDED)).at(10_000);
        append(log, 40);
        log.at(5_000).store().tick();
        append(log, 40);
        log.at(10_000 + AGE - 1).store().tick();

        assertEquals(records(0, 79), log.records());
    }

    @Test
    void openSegmentIsSealedWhenItIsOldSoThatAnIdleLogEmpties() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, AGE, AGE)).at(10_000);
        append(log, 3);
        log.at(10_000 + AGE - 1).store().tick();
        assertEquals(1, log.begun().size());
        log.at(10_000 + AGE).store().tick();
        assertEquals(2, log.begun().size());
        assertEquals(records(0, 2), log.records());
        log.at(10_000 + 2 * AGE).store().tick();

        assertEquals(1, log.begun().size());
        assertEquals(3, log.store().firstSequence());
        assertEquals(List.of(), log.records());
        assertEquals(List.of(record(3)), append(log, 1).powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void segmentWithoutRecordsIsNotSealed() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, AGE, AGE)).at(10_000);
        append(log, 1);
        for (int i = 1; i < 20; i++) {
            log.at(10_000 + i * AGE).store().tick();
        }
        assertEquals(List.of(LogFixture.segment(1)), log.begun());
    }

    @Test
    void sealedByTimeItIsDurableAtOnce() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, Retention.UNBOUNDED, AGE)).at(10_000);
        log.appendUnsynced("written").at(10_000 + AGE).store().tick();

        assertEquals(0, log.acknowledged());
        assertEquals(List.of("written"), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void fullDiskPutsTheSealingOff() {
        LogFixture log = log(new Retention(Retention.UNBOUNDED, Retention.UNBOUNDED, AGE)).at(10_000);
        append(log, 1);
        log.disk().fill();
        log.at(10_000 + AGE).store().tick();
        assertEquals(1, log.begun().size());
        log.disk().capacity(Long.MAX_VALUE);
        log.store().tick();

        assertEquals(2, log.begun().size());
        assertEquals(records(0, 0), log.records());
    }

    @Test
    void timeIsLookedAtOnlyWhereItMatters() {
        assertEquals(Long.MAX_VALUE, Retention.FOR_EVER.tickNanos());
        assertEquals(Long.MAX_VALUE, new Retention(5, Retention.UNBOUNDED, Retention.UNBOUNDED).tickNanos());
        assertEquals(1_000_000, new Retention(5, 1, 2).tickNanos());
        assertEquals(1_000_000_000, new Retention(5, 20_000_000_000L, 16_000_000_000L).tickNanos());
    }
}
