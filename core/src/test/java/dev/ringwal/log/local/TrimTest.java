package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrimTest {

    private final LogFixture log = LogFixture.open();

    @Test
    void wholeSegmentsBeforeTheRecordGo() {
        fill(12);
        List<Long> begins = begins();
        log.trimBefore(begins.get(2) + 1);

        assertEquals(begins.get(2), log.store().firstSequence());
        assertEquals(records(begins.get(2), 12), log.records());
        assertFalse(log.segments().contains(FIRST_SEGMENT));
        assertFalse(log.segments().contains(segment(1)));
        assertTrue(log.segments().contains(segment(2)));
    }

    @Test
    void segmentWithTheRecordStays() {
        fill(12);
        long begin = begins().get(2);

        assertEquals(begin, log.store().trimBefore(begin));
        assertEquals(records(begin, 12), log.records());
    }

    @Test
    void trimBeforeTheFirstRecordDoesNothing() {
        fill(12);
        List<String> before = log.names();

        assertEquals(0, log.store().trimBefore(0));
        assertEquals(0, log.store().trimBefore(-5));
        assertEquals(before, log.names());
    }

    @Test
    void trimOfAnEmptyLogDoesNothing() {
        assertEquals(0, log.store().trimBefore(100));
        assertEquals(List.of("a"), log.append("a").records());
    }

    @Test
    void lastSegmentStaysHoweverFarTheTrim() {
        fill(12);
        log.trimBefore(Long.MAX_VALUE);

        assertEquals(begins().get(begins().size() - 1), log.store().firstSequence());
        log.append(record(12));
        assertEquals(12, log.acknowledged());
    }

    @Test
    void segmentThatAnUnsyncedStartGoesOnFromStays() {
        fill(12);
        int synced = begins().size();
        int next = 12;
        while (begins().size() == synced) {
            log.appendUnsynced(record(next++));
        }
        log.trimBefore(Long.MAX_VALUE);
        long acknowledged = log.acknowledged();
        log.powerCut(Unsynced.LOST).reopen();

        long first = log.store().firstSequence();
        assertEquals(records(first, (int) acknowledged + 1), log.records());
        assertTrue(first <= acknowledged);
    }

    @Test
    void nextSequenceIsKnownHoweverMuchIsTrimmed() {
        fill(12);
        log.trimBefore(Long.MAX_VALUE).closed().reopen();
        log.trimBefore(Long.MAX_VALUE).kill().reopen();
        log.append(record(12));

        assertEquals(12, log.acknowledged());
        assertEquals(record(12), log.records(12).get(0));
    }

    @Test
    void trimIsDurableWhenItReturns() {
        fill(12);
        log.trimBefore(7);
        long first = log.store().firstSequence();
        log.powerCut(Unsynced.LOST).reopen();

        assertEquals(first, log.store().firstSequence());
        assertEquals(records(first, 12), log.records());
    }

    @Test
    void segmentsThatATrimHadNotDeletedYetAreDeletedByOpening() {
        fill(12);
        log.disk().fail(Operation.DELETE, 1);
        assertThrows(UncheckedIOException.class, () -> log.trimBefore(7));
        assertTrue(log.segments().contains(FIRST_SEGMENT));
        log.kill().reopen();

        assertFalse(log.segments().contains(FIRST_SEGMENT));
        assertEquals(records(log.store().firstSequence(), 12), log.records());
    }

    @Test
    void deletionsThatAPowerCutUndoesAreDoneAgain() {
        fill(12);
        log.disk().fail(Operation.SYNC_DIRECTORY, 1);
        assertThrows(UncheckedIOException.class, () -> log.trimBefore(7));
        assertNotNull(log.failure());
        log.powerCut(Unsynced.LOST);
        assertTrue(log.segments().contains(FIRST_SEGMENT));
        log.reopen();

        assertFalse(log.segments().contains(FIRST_SEGMENT));
        assertEquals(records(log.store().firstSequence(), 12), log.records());
    }

    @Test
    void nothingIsDeletedWhenTheStatePageCannotBeStored() {
        fill(12);
        List<String> before = log.segments();
        log.disk().fail(Operation.STORE_STATE, 1);

        assertThrows(UncheckedIOException.class, () -> log.trimBefore(7));

        assertEquals(before, log.segments());
        assertNull(log.failure());
        assertEquals(records(0, 13), log.append(record(12)).records());
    }

    @Test
    void nothingIsDeletedWhenTheStatePageCannotBeSynced() {
        fill(12);
        List<String> before = log.segments();
        log.disk().fail(Operation.SYNC_STATE, 1);

        assertThrows(UncheckedIOException.class, () -> log.trimBefore(7));

        assertEquals(before, log.segments());
        assertEquals(records(0, 12), log.records());
    }

    @Test
    void trimThatOnlyTheDeadProcessKnewOfIsNotFollowedUntilItIsDurable() {
        fill(12);
        log.disk().fail(Operation.SYNC_STATE, 1);
        assertThrows(UncheckedIOException.class, () -> log.trimBefore(7));
        log.kill().reopen();
        long first = log.store().firstSequence();
        log.powerCut(Unsynced.LOST).reopen();

        assertEquals(first, log.store().firstSequence());
        assertEquals(records(first, 12), log.records());
    }

    @Test
    void damagedFileBelowTheFirstSegmentIsNeitherReadNorDeleted() {
        fill(12);
        log.trimBefore(7).close();
        log.disk().put(FIRST_SEGMENT, new byte[] {1, 2, 3});
        log.reopen();

        assertEquals(records(log.store().firstSequence(), 12), log.records());
        assertEquals(3, log.contents(FIRST_SEGMENT).length);
    }

    @Test
    void closedLogRefusesToTrim() {
        fill(12);
        LogStore store = log.store();
        log.close();

        assertThrows(LogClosedException.class, () -> store.trimBefore(7));
    }

    @Test
    void trimOfARecoveredLogKeepsWhatTheLastStartGoesOnFrom() {
        fill(12);
        log.appendUnsynced(record(12)).kill().reopen();
        log.trimBefore(Long.MAX_VALUE);
        long first = log.store().firstSequence();
        log.append(record(13));

        assertEquals(records(first, 14), log.kill().reopen().records());
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            log.append(record(i));
        }
    }

    /** The first record of each live segment. */
    private List<Long> begins() {
        List<Long> begins = new ArrayList<>();
        var segments = ((LocalStore) log.store()).segments();
        for (int i = 0; i < segments.count(); i++) {
            begins.add(segments.get(i).firstSequence());
        }
        return begins;
    }

    private static String record(int number) {
        return LogFixture.text(number, 3000);
    }

    private static List<String> records(long from, int to) {
        List<String> records = new ArrayList<>();
        for (int i = (int) from; i < to; i++) {
            records.add(record(i));
        }
        return records;
    }
}
