package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.STATE;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What opening keeps, drops, copies and clears away. */
class RecoveryTest {

    private final LogFixture log = LogFixture.open();

    // What is kept.

    @Test
    void newLogIsEmpty() {
        assertEquals(List.of(), log.records());
        assertEquals(-1, log.report().lastSequence());
        assertEquals(List.of("LOCK", "state"), log.closed().names());
    }

    @Test
    void closedLogHasAllItsRecords() {
        log.append("a").append("b", "c").closed().reopen();

        assertEquals(List.of("a", "b", "c"), log.records());
        assertEquals(2, log.report().lastSequence());
        assertEquals(0, log.report().tornBytes());
        assertEquals(0, log.report().recordsCopied());
    }

    @Test
    void whatWasWrittenSurvivesTheProcess() {
        log.append("a").appendUnsynced("b").kill().reopen();

        assertEquals(List.of("a", "b"), log.records());
        assertEquals(1, log.report().recordsCopied());
    }

    @Test
    void whatIsLeftToTheStoresThreadIsSyncedThere() {
        LogFixture log = LogFixture.open().appendUnsynced("a");

        log.store().syncLater();

        assertEquals(0, log.store().durableSequence());
        assertEquals(List.of("a"), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void whatWasSyncedSurvivesThePower() {
        log.append("a").appendUnsynced("b").powerCut(Unsynced.LOST).reopen();

        assertEquals(List.of("a"), log.records());
    }

    @Test
    void recordsWithoutBytesAreRecords() {
        log.append("", "", "x").append("").kill().reopen();

        assertEquals(List.of("", "", "x", ""), log.records());
    }

    @Test
    void rolledLogHasAllItsRecords() {
        log.roll().roll().roll();
        List<String> before = log.records();
        log.kill().reopen();

        assertEquals(before, log.records());
        assertTrue(log.segments().size() >= 4);
    }

    // A torn tail.

    @Test
    void tornTailIsVoidedAndReportedAndItsFileIsNotTouched() {
        log.append("a").appendUnsynced("torn").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (log.end(FIRST_SEGMENT) - 8));
        byte[] before = log.contents(FIRST_SEGMENT);
        log.reopen();

        assertEquals(List.of("a"), log.records());
        assertEquals(72, log.report().tornBytes());
        log.append("b");
        assertArrayEquals(before, log.contents(FIRST_SEGMENT));
        assertEquals(List.of("a", "b"), log.kill().reopen().records());
    }

    @Test
    void nothingBehindATornFrameIsKept() {
        log.append("a").appendUnsynced("torn").appendUnsynced("whole, but behind").kill();
        Seen torn = log.lastFrames(FIRST_SEGMENT, 2).get(0);
        log.disk().flipBit(FIRST_SEGMENT, 8 * (torn.offset() + 70));

        assertEquals(List.of("a"), log.reopen().records());
        assertEquals(List.of("a", "b"), log.append("b").records());
        assertEquals(List.of("a", "b"), log.kill().reopen().records());
    }

    @Test
    void unfinishedBatchIsDroppedWhole() {
        log.append("a").appendBatchUnsynced(large(1), large(2), large(3), large(4)).kill();
        assertEquals(List.of(true, false), log.lastFrames(segment(1), 2).stream().map(Seen::more).toList());
        log.disk().flipBit(segment(1), 8 * (log.end(segment(1)) - 8));

        assertEquals(List.of("a"), log.reopen().records());
        assertTrue(log.report().tornBytes() > 20_000);
    }

    @Test
    void finishedBatchOverFramesIsKeptWhole() {
        List<String> batch = List.of(large(1), large(2), large(3), large(4));
        log.appendBatchUnsynced(batch.toArray(new String[0])).kill();

        assertEquals(batch, log.reopen().records());
        assertEquals(4, log.report().recordsCopied());
        assertEquals(batch, log.kill().reopen().records());
    }

    // Copying.

    @Test
    void intactRecordsBehindAnOldStateAreCopiedAndServedAndDurable() {
        byte[] earlier = log.contents(STATE);
        log.append("a").append("b").append("c").powerCut(Unsynced.LOST).restoreState(earlier).reopen();

        assertEquals(List.of("a", "b", "c"), log.records());
        assertEquals(1, log.report().recordsCopied());
        assertEquals(List.of("a", "b", "c"), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void copiedRecordsKeepTheirTime() {
        log.at(5000).appendUnsynced("a").at(6000).appendUnsynced("b").kill().at(9000).reopen();

        try (var reader = log.reader(0)) {
            assertTrue(reader.next());
            assertEquals(5000, reader.timestampNanos());
            assertTrue(reader.next());
            assertEquals(6000, reader.timestampNanos());
        }
    }

    @Test
    void afterAFailedSyncOnlyWhatTheDiskHasIsServed() {
        log.append("a").appendUnsynced("b");
        log.disk().fail(Operation.SYNC, 1, ".seg");
        log.sync();
        assertNotEquals(null, log.failure());
        log.closed();

        log.powerCut(Unsynced.KEPT).reopen();
        assertEquals(List.of("a"), log.records());
        assertEquals(List.of("a", "c"), log.append("c").records());
    }

    @Test
    void afterAFailedSyncWhatStillReadsBackIsWrittenAnewNotTrusted() {
        log.append("a").appendUnsynced("b");
        log.disk().fail(Operation.SYNC, 1, ".seg");
        log.sync().closed();

        log.kill().reopen();
        assertEquals(List.of("a", "b"), log.records());
        log.disk().dropCaches();
        assertEquals(List.of("a", "b"), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void nothingIsAppendedToAnotherIncarnationsSegment() {
        log.append("a").kill();
        byte[] before = log.contents(FIRST_SEGMENT);
        log.reopen().append("b").close();
        byte[] second = log.contents(segment(1));
        log.reopen().append("c").close();

        assertArrayEquals(before, log.contents(FIRST_SEGMENT));
        assertArrayEquals(second, log.contents(segment(1)));
    }

    @Test
    void voidedRecordsNeverComeBack() {
        log.append("a").appendUnsynced("lost").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (log.end(FIRST_SEGMENT) - 8));
        log.reopen().append("b").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (log.end(FIRST_SEGMENT) + 72 - 8));

        assertEquals(List.of("a", "b"), log.reopen().records());
    }

    /** Without a synced state page nothing but its own start would say that the segment is one of the log. */
    @Test
    void whatRecoveryHasServedIsNotTakenForALeftover() {
        log.append("a").appendUnsynced("b").appendUnsynced("c").kill().reopen();
        assertEquals(List.of("a", "b", "c"), log.records());
        log.powerCut(Unsynced.LOST);
        log.disk().flipBit(segment(1), 8 * 4100);

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
        assertTrue(log.segments().contains(segment(1)));
    }

    // Leftovers.

    @Test
    void incompleteStartIsALeftoverAndItsNumberComesBackWithAnotherSalt() {
        log.append("a").appendUnsynced("b").kill();
        LogFixture whole = LogFixture.on(log.disk().copy(1), 2).reopen();
        byte[] start = whole.contents(segment(1));
        long salt = DocumentedLayout.saltOf(start);
        start[4096 + 128 + 70] ^= 1;
        log.disk().put(segment(1), start);

        log.reopen();

        assertEquals(List.of("a", "b"), log.records());
        assertEquals(List.of(FIRST_SEGMENT, segment(1)), log.segments());
        assertNotEquals(salt, DocumentedLayout.saltOf(log.contents(segment(1))));
    }

    @Test
    void preparedFileIsALeftover() {
        log.append("a").kill();
        byte[] unused = DocumentedLayout.segmentHeader(1, logId(0), logId(1), 1, 77, 0, 0);
        log.disk().put(segment(1), unused);
        log.disk().put(segment(2) + ".new", new byte[10]);
        log.reopen();

        assertNotEquals(77, DocumentedLayout.saltOf(log.contents(segment(1)))); // it was made anew
        assertFalse(log.names().contains(segment(2) + ".new"));
        assertEquals(List.of(FIRST_SEGMENT), log.closed().segments());
        assertEquals(List.of("a", "b"), log.reopen().append("b").records());
    }

    @Test
    void directoryIsSyncedBeforeItIsRead() {
        log.append("a").kill();
        List<Operation> operations = new ArrayList<>();
        log.disk().onOperation((operation, name) -> operations.add(operation));
        log.reopen();

        assertEquals(List.of(Operation.LOCK, Operation.SYNC_DIRECTORY), operations.subList(0, 2));
    }

    @Test
    void foreignFilesAreLeftAlone() {
        String[] foreign = {"notes.txt", "7.seg", "99999999999999999999.seg", "09999999999999999999.seg", "00000000000000000000.seg.bak"};
        for (String name : foreign) {
            log.disk().put(name, new byte[] {1, 2, 3});
        }
        log.append("a").closed().reopen();

        assertEquals(List.of("a"), log.records());
        for (String name : foreign) {
            assertArrayEquals(new byte[] {1, 2, 3}, log.contents(name));
        }
    }

    // Costs.

    @Test
    void cleanOpenScansNothing() {
        for (int i = 0; i < 3; i++) {
            log.roll();
        }
        log.segmentBytes(1 << 20);
        log.closed().reopen();
        while (log.store().writtenSequence() < 300) {
            log.appendUnsynced(large(log.store().writtenSequence()));
        }
        log.close();
        AtomicInteger reads = new AtomicInteger();
        log.disk().onOperation((operation, name) -> reads.addAndGet(operation == Operation.READ ? 1 : 0));
        log.reopen();

        assertEquals(300, log.report().lastSequence());
        assertTrue(reads.get() <= 1 + 4 * log.segments().size(), reads + " reads for " + log.segments().size() + " segments");
    }

    @Test
    void openingAndClosingACleanLogAddsNoFile() {
        log.append("a").close();
        List<String> before = log.names();
        for (int i = 0; i < 3; i++) {
            log.reopen().close();
        }

        assertEquals(before, log.names());
    }

    @Test
    void closedSegmentHasNoUnusedEnd() {
        log.append("a").close();

        byte[] segment = log.contents(FIRST_SEGMENT);
        assertEquals(4, log.lastFrames(FIRST_SEGMENT, 1).get(0).kind());
        assertEquals(segment.length, log.lastFrames(FIRST_SEGMENT, 1).get(0).end());
    }

    @Test
    void everyFileIsClosedInTheEnd() {
        log.roll().append("a").trimBefore(3);
        log.records();
        log.closed().reopen().append("b").closed().reopen().close();

        assertEquals(0, log.disk().openFiles());
        assertFalse(log.disk().isLocked("LOCK"));
    }

    @Test
    void secondWriterIsRefusedAndToldTheOwner() {
        LogFixture second = LogFixture.on(log.disk(), 2);

        LogInUseException refused = assertThrows(LogInUseException.class, second::reopen);

        assertEquals(ProcessHandle.current().pid(), refused.pid());
        assertEquals(List.of("a"), log.append("a").records());
    }

    // Times.

    @Test
    void timeNeverRunsBackwardsAlongTheLog() {
        log.at(9000).append("a").at(5000).append("b").closed().at(4000).reopen().append("c").kill().at(3000).reopen().append("d");

        try (var reader = log.reader(0)) {
            for (int i = 0; i < 4; i++) {
                assertTrue(reader.next());
                assertEquals(9000, reader.timestampNanos());
            }
        }
    }


    private long logId(int half) {
        return ByteBuffer.wrap(log.contents(FIRST_SEGMENT)).order(ByteOrder.LITTLE_ENDIAN).getLong(16 + 8 * half);
    }

    private static String large(long number) {
        return LogFixture.text(number, 6000);
    }
}
