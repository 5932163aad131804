package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.drain;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files of trimmed segments that become the next ones. */
class RecyclingTest {

    private static final int LARGE = 512 * 1024;
    private static final long NEWEST = Long.MAX_VALUE;

    private final LogFixture log = LogFixture.open().append(record(0));
    private int next = 1;
    private int created;

    @Test
    void trimmedFilesBecomeTheNextSegments() {
        fill(4);
        log.trimBefore(NEWEST);
        countCreated();
        fill(4);

        assertTrue(created <= 3, created + " created");
        assertEquals(records(log.store().firstSequence()), log.records());
        assertEquals(records(log.store().firstSequence()), log.kill().reopen().records());
    }

    @Test
    void logThatIsTrimmedAsItGrowsMakesNoMoreFiles() {
        fill(4);
        for (int i = 0; i < 4; i++) {
            fill(1);
            log.trimBefore(next - 5);
        }
        countCreated();
        for (int i = 0; i < 10; i++) {
            fill(1);
            log.trimBefore(next - 5);
        }

        assertEquals(0, created);
        assertTrue(SegmentHeader.decode(ByteBuffer.wrap(log.contents(newest())).order(ByteOrder.LITTLE_ENDIAN)).usedBytes() > 0);
        assertEquals(records(log.store().firstSequence()), log.records());
    }

    @Test
    void twoFilesAreKept() {
        fill(8);
        log.trimBefore(NEWEST);

        assertEquals(List.of(segment(0) + ".new", segment(1) + ".new"), spares());
    }

    @Test
    void filesOfAnEarlierOpeningAreNotKept() {
        fill(4);
        log.closed().reopen();
        log.trimBefore(NEWEST);

        assertEquals(List.of(), spares());
    }

    @Test
    void spareThatCannotBeOpenedNowIsDeletedInTheEnd() {
        fill(4);
        log.trimBefore(NEWEST);
        log.disk().failFrom(Operation.OPEN, 1, segment(0) + ".new");
        log.disk().failFrom(Operation.OPEN, 1, segment(1) + ".new");
        fill(2);
        assertEquals(2, spares().size());
        log.disk().repair();
        log.close();

        assertEquals(List.of(), spares());
    }

    @Test
    void closingDeletesThem() {
        fill(4);
        log.trimBefore(NEWEST).close();

        assertEquals(List.of(), spares());
    }

    @Test
    void poisonedLogLeavesThemToTheNextOpening() {
        fill(4);
        log.trimBefore(NEWEST);
        log.store().poison(new IOException("a test"));
        log.close();
        assertFalse(spares().isEmpty());

        assertEquals(records(log.reopen().store().firstSequence()), log.records());
        assertEquals(List.of(), spares());
    }

    @Test
    void openingDeletesThem() {
        fill(4);
        log.trimBefore(NEWEST).kill().reopen();

        assertEquals(List.of(), spares());
    }

    @Test
    void fileThatABackupHasTooIsLeftAlone() throws IOException {
        fill(4);
        log.disk().link(segment(0), "backup");
        byte[] before = log.contents("backup");
        log.trimBefore(NEWEST);
        assertFalse(spares().contains(segment(0) + ".new"));
        fill(6);

        assertEquals(List.of(), differences(before, log.contents("backup")));
    }

    @Test
    void fileIsNotUsedBeforeItsNameIsGoneDurably() {
        fill(4);
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.SYNC_DIRECTORY && !log.segments().contains(segment(0))) {
                log.disk().onOperation((any, more) -> { });
                IntStream.range(0, 10).forEach(i -> log.append(record(next)));
            }
        });
        byte[] before = log.contents(segment(0));
        log.disk().failFrom(Operation.SYNC_DIRECTORY, 1, "");
        assertThrows(UncheckedIOException.class, () -> log.trimBefore(NEWEST));

        assertEquals(List.of(), differences(before, log.disk().powerCut(Unsynced.LOST).contents(segment(0))));
    }

    @Test
    void fileThatIsLargerThanASegmentIsNotKept() {
        log.append(LogFixture.text(next++, 3 * LogFixture.SMALL_SEGMENT_BYTES));
        assertTrue(log.contents(segment(1)).length > LogFixture.SMALL_SEGMENT_BYTES);
        fill(2);
        log.trimBefore(NEWEST);

        assertEquals(List.of(segment(0) + ".new", segment(2) + ".new"), spares());
    }

    @Test
    void fileThatGetsNoSecondNameIsDeleted() {
        fill(4);
        log.disk().fail(Operation.LINK, 1);
        log.disk().put(segment(1) + ".new", new byte[1]);
        log.trimBefore(NEWEST);

        assertFalse(log.segments().contains(segment(0)));
        assertFalse(log.segments().contains(segment(1)));
        assertFalse(spares().contains(segment(0) + ".new"));
        assertEquals(records(log.store().firstSequence()), log.records());
    }

    @Test
    void whatATrimCouldNotDeleteTheNextOneDoes() {
        fill(4);
        log.disk().fail(Operation.DELETE, 1);
        assertThrows(UncheckedIOException.class, () -> log.trimBefore(NEWEST));
        log.trimBefore(0);

        assertEquals(segment(4), log.begun().get(0));
        assertEquals(List.of(segment(0) + ".new", segment(1) + ".new"), spares());
    }

    @Test
    void spareThatSomebodyDeletedIsNotMissed() {
        fill(4);
        log.trimBefore(NEWEST);
        spares().forEach(log.disk()::remove);
        fill(4);

        assertEquals(records(log.store().firstSequence()), log.records());
        assertNull(log.failure());
    }

    @Test
    void spareThatSomebodyLinkedIsNotUsed() throws IOException {
        fill(4);
        log.trimBefore(NEWEST);
        log.disk().link(segment(0) + ".new", "backup");
        byte[] before = log.contents("backup");
        fill(6);

        assertEquals(List.of(), differences(before, log.contents("backup")));
    }

    @Test
    void sparesGiveUpTheirSpaceBeforeAnAppendIsRefused() {
        fill(4);
        log.trimBefore(NEWEST);
        log.disk().fill();
        log.append(LogFixture.text(next++, 20_000));

        assertEquals(List.of(), spares());
        assertEquals(next - 1, log.acknowledged());
    }

    @Test
    void tornTailInAUsedFileIsCutAndCounted() {
        fill(4);
        log.trimBefore(NEWEST);
        fill(1);
        long used = next;
        log.append("short").appendUnsynced("torn " + "x".repeat(500));
        String open = log.begun().get(log.begun().size() - 1);
        long end = log.end(open);
        log.disk().flipBit(open, (end - 16) * 8);
        log.kill();

        assertEquals(64 + 4 + 505 + 3, readOnly().facts().tornBytes());
        log.reopen();
        assertEquals(used, log.acknowledged());
        assertEquals("short", log.records(used).get(0));
    }

    @Test
    void bytesOfAnEarlierUseAreNotTorn() {
        fill(4);
        log.trimBefore(NEWEST);
        fill(1);
        log.kill();

        assertEquals(0, readOnly().facts().tornBytes());
    }

    @Test
    void readerInAUsedFileIsToldThatItsRecordIsGone() {
        fill(4);
        LogReader reader = log.reader(0);
        assertTrue(reader.next());
        log.trimBefore(NEWEST);
        fill(3);

        assertEquals(log.store().firstSequence(), assertThrows(RecordGoneException.class, () -> drain(reader)).firstSequence());
    }

    @Test
    void readerThatHasNotReadAheadIsToldSoToo() {
        LogFixture large = LogFixture.empty(1).segmentBytes(LARGE).reopen();
        int records = 0;
        while (large.begun().size() < 3) {
            large.append(record(records++));
        }
        LogReader reader = large.reader(0);
        assertTrue(reader.next());
        large.trimBefore(NEWEST);
        for (int i = 0; i < LARGE / 1000; i++) {
            large.append(record(records++));
        }

        assertEquals(large.store().firstSequence(), assertThrows(RecordGoneException.class, () -> drain(reader)).firstSequence());
    }

    @Test
    void readerAtTheEndOfAUsedFileGoesOnInTheNext() {
        readerAtTheEnd(log.reader(0));
    }

    @Test
    void readerOfAnotherProcessAtTheEndOfAUsedFileGoesOnInTheNext() {
        fill(1);
        readerAtTheEnd(readOnly().reader(0));
    }

    private void readerAtTheEnd(LogReader reader) {
        fill(4);
        long second = ((LocalStore) log.store()).segments().get(1).firstSequence();
        while (reader.sequence() < second - 1) {
            assertTrue(reader.next());
        }
        log.trimBefore(second);
        IntStream.range(0, 40).forEach(i -> append());

        assertTrue(reader.next());
        assertEquals(second, reader.sequence());
        assertEquals(record((int) second), LogFixture.text(reader));
    }

    @Test
    void factsOfALogThatWasTrimmedSinceItWasLookedAt() {
        fill(4);
        ReadOnlyLog other = readOnly();
        log.trimBefore(NEWEST);
        fill(3);

        assertEquals(log.store().firstSequence(), other.facts().firstSequence());
    }

    @Test
    void readerOfAnotherProcessIsToldSoToo() {
        fill(4);
        ReadOnlyLog other = readOnly();
        LogReader open = other.reader(0);
        LogReader later = other.reader(0);
        assertTrue(open.next());
        log.trimBefore(NEWEST);
        fill(3);

        assertEquals(log.store().firstSequence(), assertThrows(RecordGoneException.class, () -> drain(open)).firstSequence());
        assertEquals(log.store().firstSequence(), assertThrows(RecordGoneException.class, later::next).firstSequence());
    }

    @Test
    void readerThatOpenedBetweenTwoWritersIsToldSoToo() {
        fill(4);
        log.close();
        ReadOnlyLog other = readOnly();
        LogReader open = other.reader(0);
        assertTrue(open.next());
        log.reopen();
        log.trimBefore(NEWEST);
        fill(3);
        log.close();

        assertThrows(RecordGoneException.class, () -> drain(open));
    }

    @Test
    void damageInAFileThatWasNotTrimmedIsDamage() {
        fill(4);
        ReadOnlyLog other = readOnly();
        LogReader reader = other.reader(0);
        log.disk().flipBit(segment(1), 8 * 5000);

        assertThrows(CorruptLogException.class, () -> drain(reader));
    }

    @Test
    void verifyPassesOverWhatIsTrimmedAndUsedMeanwhile() {
        fill(6);
        ReadOnlyLog other = readOnly();
        Verification found = other.verify(bytes -> {
            if (log.store().firstSequence() == 0) {
                log.trimBefore(next / 2);
                fill(3);
            }
        });

        assertTrue(found.intact(), found::toString);
    }

    private String newest() {
        return log.begun().get(log.begun().size() - 1);
    }

    private ReadOnlyLog readOnly() {
        try {
            return ReadOnlyLog.open(log.disk(), Reach.ATTESTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void countCreated() {
        created = 0;
        log.disk().onOperation((operation, name) -> created += operation == Operation.CREATE ? 1 : 0);
    }

    /** Appends until the log has begun so many segments more. */
    private void fill(int rolls) {
        for (int begun = 0; begun < rolls; begun++) {
            String before = newest();
            while (newest().equals(before)) {
                append();
            }
        }
    }

    private void append() {
        log.append(record(next++));
    }

    private List<String> spares() {
        return log.names().stream().filter(name -> name.endsWith(".new")).toList();
    }

    private List<String> records(long from) {
        return IntStream.range((int) from, next).mapToObj(RecyclingTest::record).toList();
    }

    private static String record(int number) {
        return LogFixture.text(number, 3000);
    }

    private static List<Integer> differences(byte[] before, byte[] after) {
        assertEquals(before.length, after.length);
        return IntStream.range(0, before.length).filter(i -> before[i] != after[i]).boxed().limit(3).toList();
    }
}
