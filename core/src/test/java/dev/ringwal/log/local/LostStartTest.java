package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.STATE;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.repair.Gap;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a log's front certainly ends when the start behind it is lost: no record that was cut off, and no fewer than are sure. */
class LostStartTest {

    private static final String NEXT = segment(1);

    private LogFixture log = LogFixture.open();

    private void appendOldAndTruncateAfter(long sequence) {
        for (int i = 0; i < 6; i++) {
            log.append("old " + i);
        }
        truncateAfter(sequence);
    }

    private void truncateAfter(long sequence) {
        log.store().truncateAfter(sequence, Truncation.UNLESS_CONSUMED);
    }

    private void loseFirstSectorOf(String segment) {
        log.disk().overwrite(segment, 4096, new byte[512]);
        assertThrows(CorruptLogException.class, log::reopen);
    }

    /** What is shown of a log in front of its damage. */
    private List<String> front() throws IOException {
        try (ReadOnlyLog front = ReadOnlyLog.open(log.disk(), Reach.RECOVERABLE); LogReader reader = front.reader(0)) {
            return read(reader);
        }
    }

    private List<String> around(List<Gap> gaps) throws IOException {
        DamagedLog damaged = DamagedLog.open(log.disk());
        assertEquals(gaps, damaged.gaps());
        try (LogReader reader = damaged.reader(0)) {
            return read(reader);
        }
    }

    private static List<String> read(LogReader reader) {
        List<String> records = new ArrayList<>();
        while (reader.next()) {
            records.add(LogFixture.text(reader));
        }
        return records;
    }

    @Test
    void openingAfterATruncationDoesNotHideIt() throws IOException {
        appendOldAndTruncateAfter(1);
        log.append("new 2").kill().reopen().kill();
        loseFirstSectorOf(NEXT);

        assertEquals(List.of("old 0", "old 1"), front());
        assertEquals(List.of("old 0", "old 1"), around(List.of(new Gap(2, 2))));
    }

    @Test
    void openingAfterATruncationDoesNotHideItWhenTheFileIsLost() throws IOException {
        appendOldAndTruncateAfter(1);
        log.append("new 2").append("new 3").kill().reopen().kill();
        log.disk().remove(NEXT);

        assertEquals(List.of("old 0", "old 1"), front());
    }

    @Test
    void lostFileOfAnOlderCutBringsNothingBack() throws IOException {
        appendOldAndTruncateAfter(1);
        log.append("new 2").append("new 3").kill().reopen().append("new 4").close();
        log.disk().remove(NEXT);
        assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(List.of("old 0", "old 1"), front());
        assertEquals(List.of("old 0", "old 1", "new 4"), around(List.of(new Gap(2, 3))));
    }

    @Test
    void laterTruncationDoesNotHideAnEarlierOne() throws IOException {
        appendOldAndTruncateAfter(1);
        log.append("new 2").append("new 3");
        truncateAfter(2);
        log.append("newest 3").close();
        loseFirstSectorOf(NEXT);

        assertEquals(List.of("old 0", "old 1"), front());
        assertEquals(List.of("old 0", "old 1", "newest 3"), around(List.of(new Gap(2, 2))));
    }

    @Test
    void recoveryDoesNotHideATruncation() throws IOException {
        appendOldAndTruncateAfter(1);
        log.append("new 2").kill().reopen().append("new 3").close();
        loseFirstSectorOf(NEXT);

        assertEquals(List.of("old 0", "old 1"), front());
        assertEquals(List.of("old 0", "old 1", "new 3"), around(List.of(new Gap(2, 2))));
    }

    /** What stands behind a torn frame is void once recovery has gone on in front of it. */
    @Test
    void recordBehindATornOneDoesNotComeBack() throws IOException {
        long torn = log.append("a").end(FIRST_SEGMENT);
        log.appendUnsynced("torn").appendUnsynced("void").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (torn + 70));
        log.reopen().append("b").append("c".repeat(400)).append("d").kill();
        loseFirstSectorOf(NEXT);

        assertEquals(List.of("a", "d"), around(List.of(new Gap(1, 2))));
    }

    /** The copies are lost with the start. */
    @Test
    void whatRecoveryCopiedIsReadFromWhereItStood() throws IOException {
        log.append("a").appendUnsynced("b").appendUnsynced("c").kill().reopen().append("d".repeat(400)).append("e").kill();
        loseFirstSectorOf(NEXT);

        assertEquals(List.of("a", "b", "c", "e"), around(List.of(new Gap(3, 3))));
    }

    /** The records that recovery has copied come from a segment that is gone, not from the one that it goes on from. */
    @Test
    void recordBehindATornOneDoesNotComeBackWhereOthersWereCopied() throws IOException {
        long torn = log.append("a").end(FIRST_SEGMENT);
        log.appendUnsynced("torn").appendUnsynced("void").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (torn + 70));
        log.reopen().appendUnsynced("b").appendUnsynced("c").kill().reopen().append("d".repeat(400)).append("e").kill();
        loseFirstSectorOf(segment(2));

        assertEquals(List.of("a", "e"), around(List.of(new Gap(1, 3))));
    }

    @Test
    void lostFileIsNamedBeforeOneThatWasOnlyPrepared() {
        log.append("a").roll();
        int count = segments();
        while (segments() == count) {
            log.appendUnsynced("x".repeat(500));
        }
        log.kill();
        log.disk().overwrite(segment(2), 4096, new byte[(int) log.disk().length(segment(2)) - 4096]);
        log.disk().remove(NEXT);

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(NEXT, refused.file());
        assertEquals(0, refused.offset());
    }

    /** Without that, after a power cut only a start would say where the log was cut. */
    @Test
    void truncationIsDurableInTheStatePage() throws IOException {
        appendOldAndTruncateAfter(1);
        log.append("new 2").powerCut(Unsynced.LOST);
        log.disk().remove(NEXT);

        assertEquals(List.of("old 0", "old 1"), front());
    }

    @Test
    void openingMakesATruncationDurableInTheStatePageWhereThatFailed() throws IOException {
        log.disk().fail(Operation.SYNC_STATE, 1);
        appendOldAndTruncateAfter(1);
        log.append("new 2").close();
        log.reopen().powerCut(Unsynced.LOST);
        log.disk().remove(NEXT);

        assertEquals(List.of("old 0", "old 1"), front());
    }

    @Test
    void truncationLeavesNoGapWhereASlotOfTheStatePageIsLost() throws IOException {
        appendOldAndTruncateAfter(1);
        MemoryStorage disk = log.kill().disk();
        for (int slot = 0; slot < 4096; slot += 2048) {
            log = LogFixture.on(disk.copy(1), 1);
            log.disk().overwrite(STATE, slot, new byte[512]);
            assertEquals(List.of("old 0", "old 1"), around(List.of()));
        }
    }

    /** As many records were lost as there was room for in the sector, or none: which, the start behind says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void soundRecordsInFrontOfALostStartAreNotInDoubt(int segment) throws IOException {
        log = LogFixture.empty(1).segmentBytes(256 * 1024).reopen();
        for (int next = 0; segments() < 4; next += 500) {
            log.append(group(next));
        }
        long begin = ((LocalStore) log.store()).segments().get(segment).firstSequence();
        log.kill().reopen().append("after the kill").close();
        loseFirstSectorOf(segment(segment));

        assertEquals(begin, front().size());
        assertEquals(begin, DamagedLog.open(log.disk()).gaps().get(0).firstSequence());
    }

    /** The state page knows of the first record only, and nobody how many were lost with the start: all that were synced are lost, or in doubt. */
    @Test
    void recordsInDoubtAreListedAsFarAsFramesSayThatTheyWereSynced() throws IOException {
        byte[] earlier = log.append("a").contents(STATE);
        log.append("b").append("c").kill().reopen().append("d");
        log.appendUnsynced("e".repeat(400)).appendUnsynced("f").kill().restoreState(earlier);
        loseFirstSectorOf(NEXT);

        assertEquals(List.of(), around(List.of(new Gap(0, 4))));
    }

    /** The state page says that the front was trimmed, and then fails: the log goes on with it, and is truncated there. */
    @Test
    void segmentsThatATruncationMadeVoidAreNoneOfTheLogs() throws IOException {
        log.append("a").roll();
        log.disk().fail(Operation.STORE_STATE, 2);
        assertThrows(UncheckedIOException.class, () -> log.trimBefore(log.acknowledged()));
        log.roll();
        log.disk().failFrom(Operation.DELETE, 1, segment(2)); // it stays as it would after a crash
        truncateAfter(0);
        log.append("b").kill();
        assertTrue(log.segments().containsAll(List.of(FIRST_SEGMENT, segment(2), segment(3))), log.segments().toString());

        assertEquals(List.of(), DamagedLog.open(log.disk()).gaps());
        assertEquals(List.of("b"), log.reopen().records());
    }

    private int segments() {
        return ((LocalStore) log.store()).segments().count();
    }

    private static String[] group(int from) {
        String[] records = new String[500];
        for (int i = 0; i < records.length; i++) {
            records[i] = LogFixture.text(from + i, 80);
        }
        return records;
    }

    @Test
    void everyStartRepeatsWhatTheOneInFrontOfItSays() throws IOException {
        log.append("a").roll().append("b").kill().reopen().append("c"); // behind a segment that is not sealed
        log.roll().appendUnsynced("d").kill().reopen().append("e").roll().roll(); // behind a start of recovery
        truncateAfter(log.store().durableSequence() - 1);
        log.append("f").roll().append("g").close(); // behind one of a truncation
        log.reopen().append("h").roll(); // behind a sealed one
        byte[] earlier = log.contents(STATE);
        log.appendUnsynced("i").kill().reopen().kill().restoreState(earlier).reopen(); // behind a start that nothing attests
        log.roll().roll();
        truncateAfter(log.store().durableSequence() - 3);
        log.append("j").roll().close();

        assertStartsFit();
    }

    @Test
    void startOfARepairRepeatsWhatTheOneInFrontOfItSays() throws IOException {
        log.append("a").roll().append("b").append("c").close();
        DamagedLog.open(log.disk()).truncateBefore(log.acknowledged());

        assertStartsFit();
    }

    private void assertStartsFit() throws IOException {
        Set<StartBody.Reason> reasons = EnumSet.noneOf(StartBody.Reason.class);
        for (String name : log.segments()) {
            StartBody start = start(SegmentName.parse(name).orElseThrow());
            if (start != null && log.segments().contains(segment(start.before().segment()))) {
                assertEquals(start(start.before().segment()).lastSequence(), start.formerLastSequence(), name + ": " + start);
                reasons.add(start.reason());
            }
        }
        assertTrue(reasons.contains(StartBody.Reason.TRUNCATION), reasons.toString());
    }

    private StartBody start(long segment) throws IOException {
        return SegmentHead.read(log.disk(), segment).start();
    }

    @Test
    void filesOfAnotherLogAreNotBelieved() throws IOException {
        for (int i = 0; i < 6; i++) {
            log.append("old " + i);
        }
        log.close();
        LogFixture other = LogFixture.empty(77).reopen().append("x");
        other.store().truncateAfter(-1, Truncation.UNLESS_CONSUMED);
        other.append("y").append("z");
        other.store().truncateAfter(0, Truncation.UNLESS_CONSUMED);
        other.kill();
        log.disk().put(segment(1), other.contents(segment(1)));
        log.disk().put(segment(2), other.contents(segment(2)));

        assertEquals(6, front().size());
    }

    // What a truncation took is not lost.

    @ParameterizedTest
    @EnumSource
    void powerCutInATruncationLeavesNoGap(Unsynced unsynced) throws IOException {
        endInATruncation(disk -> disk.powerCut(unsynced));
    }

    @Test
    void killInATruncationLeavesNoGap() throws IOException {
        endInATruncation(MemoryStorage::kill);
    }

    private void endInATruncation(UnaryOperator<MemoryStorage> ending) throws IOException {
        boolean crashed = true;
        for (int nth = 1; crashed; nth++) {
            log = LogFixture.open();
            for (int i = 0; i < 6; i++) {
                log.append("old " + i);
            }
            log.disk().crashAt(nth);
            crashed = crashesIn(() -> truncateAfter(1));
            log = LogFixture.on(ending.apply(log.disk()), 1);
            List<String> left = around(List.of());
            assertTrue(left.size() == 6 || left.size() == 2, left.toString());
            assertEquals(log.reopen().records(), left);
        }
    }

    /** Ends in the truncation, again in the recovery, and again when the power goes: what repair finds is what an opening finds. */
    @Test
    void truncationThatNeverWasIsNotBelieved() {
        boolean crashed = true;
        for (int nth = 1; crashed; nth++) {
            for (int second = 1; second < 14; second++) {
                log = LogFixture.open();
                log.append("old 0").append("old 1").roll();
                log.disk().crashAt(nth);
                crashed = crashesIn(() -> truncateAfter(1));
                log = LogFixture.on(log.disk().kill(), 1);
                log.disk().crashAt(second);
                crashesIn(log::reopen);
                for (long seed = 0; seed < 10; seed++) {
                    MemoryStorage cut = log.disk().copy(seed).powerCut(Unsynced.SCATTERED);
                    assertRepairAgrees(cut, "change " + nth + ", then " + second + ", seed " + seed);
                }
            }
        }
    }

    private static void assertRepairAgrees(MemoryStorage disk, String how) {
        try {
            DamagedLog found = DamagedLog.open(disk.copy(1));
            assertEquals(List.of(), found.gaps(), how);
            assertEquals(LogFixture.on(disk, 1).reopen().records().size(), found.records(), how);
        } catch (IOException impossible) {
            throw new AssertionError(how, impossible);
        }
    }

    private static boolean crashesIn(Runnable work) {
        try {
            work.run();
            return false;
        } catch (SimulatedCrash crash) {
            return true;
        }
    }
}
