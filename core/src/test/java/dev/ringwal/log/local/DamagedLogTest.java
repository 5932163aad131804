package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.repair.Gap;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedLogTest {

    private static final int RECORDS = 24;
    private static final String SECOND_SEGMENT = LogFixture.segment(1);
    private static final int MOST_CHANGES = 100;

    /** Records of 2 KB, each synced and in a frame of its own, over several segments. */
    private static LogFixture log() {
        LogFixture log = LogFixture.open();
        for (int i = 0; i < RECORDS; i++) {
            log.append(record(i));
        }
        assertTrue(log.segments().size() > 3);
        return log.closed();
    }

    private static String record(long number) {
        return LogFixture.text(number, 2000);
    }

    /** Spoils a frame in the middle of the second segment; returns its record. */
    private static long spoil(LogFixture log) {
        Seen frame = log.frames(SECOND_SEGMENT).get(3);
        log.disk().flipBit(SECOND_SEGMENT, (frame.offset() + 100) * 8);
        return frame.lastSequence();
    }

    private static List<String> around(LogFixture log) throws IOException {
        DamagedLog damaged = DamagedLog.open(log.disk());
        return read(damaged);
    }

    private static List<String> read(DamagedLog damaged) {
        List<String> records = new ArrayList<>();
        try (LogReader reader = damaged.reader(0)) {
            while (reader.next()) {
                records.add(LogFixture.text(reader));
                assertEquals(record(reader.sequence()), LogFixture.text(reader));
            }
        }
        return records;
    }

    private static List<String> records(long from, long to) {
        return LongStream.range(from, to).mapToObj(DamagedLogTest::record).toList();
    }

    private static List<String> recordsWithout(long lost) {
        List<String> records = new ArrayList<>(records(0, RECORDS));
        records.remove((int) lost);
        return records;
    }

    @Test
    void wholeLogHasNoGaps() throws IOException {
        LogFixture log = log();

        DamagedLog whole = DamagedLog.open(log.disk());
        assertEquals(List.of(), whole.gaps());
        assertEquals(RECORDS, whole.records());
        assertEquals(records(0, RECORDS), read(whole));
    }

    @Test
    void whatStandsAroundTheDamageIsRead() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);

        DamagedLog damaged = DamagedLog.open(log.disk());
        assertEquals(List.of(new Gap(lost, lost)), damaged.gaps());
        assertEquals(RECORDS - 1, damaged.records());
        assertEquals(recordsWithout(lost), read(damaged));
    }

    @Test
    void segmentThatOnlyALaterOneProvesIsRead() throws IOException {
        LogFixture log = LogFixture.open().append("synced");
        while (log.segments().size() < 3) {
            log.appendUnsynced("0".repeat(1000));
        }
        log.sync().close();
        List<String> records = log.reopen().records();
        log.close();
        log.disk().flipBit(LogFixture.segment(1), (4096 + 70) * 8);

        DamagedLog damaged = DamagedLog.open(log.disk());
        try (LogReader reader = damaged.reader(0)) {
            assertEquals(records, LogFixture.drain(reader));
            assertEquals(List.of(), damaged.gaps());
        }
    }

    @Test
    void readerBeginsWhereItIsTold() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);

        DamagedLog damaged = DamagedLog.open(log.disk());
        try (LogReader reader = damaged.reader(lost)) {
            assertTrue(reader.next());
            assertEquals(lost + 1, reader.sequence());
            assertTrue(reader.previous());
            assertEquals(lost - 1, reader.sequence());
            assertTrue(reader.next());
            assertEquals(lost + 1, reader.sequence());
            reader.seek(2);
            assertTrue(reader.next());
            assertEquals(2, reader.sequence());
            reader.seekTime(reader.timestampNanos());
            assertTrue(reader.next());
            reader.seek(0);
            assertFalse(reader.previous());
            reader.seekTime(Long.MAX_VALUE);
            assertFalse(reader.next());
            assertTrue(reader.previous());
            assertEquals(log.acknowledged(), reader.sequence());
        }
    }

    @Test
    void segmentWithoutItsHeaderIsReadByWhatOthersSayOfIt() throws IOException {
        LogFixture log = log();
        log.disk().zeroPage(SECOND_SEGMENT, 0);
        assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(records(0, RECORDS), around(log));
    }

    @Test
    void segmentThatIsMissingIsAGap() throws IOException {
        LogFixture log = log();
        List<Seen> frames = log.frames(SECOND_SEGMENT).stream().filter(frame -> frame.lastSequence() >= frame.firstSequence()).toList();
        long first = frames.get(0).firstSequence();
        long last = frames.get(frames.size() - 1).lastSequence();
        log.disk().remove(SECOND_SEGMENT);

        DamagedLog damaged = DamagedLog.open(log.disk());
        assertEquals(List.of(new Gap(first, last)), damaged.gaps());
    }

    @Test
    void whatTheStateSaysWasDurableIsMissedAtTheEnd() throws IOException {
        LogFixture log = log();
        String last = log.segments().get(log.segments().size() - 1);
        List<Seen> frames = log.frames(last);
        long first = frames.stream().filter(frame -> frame.lastSequence() >= frame.firstSequence()).findFirst().orElseThrow().firstSequence();
        log.disk().remove(last);

        DamagedLog damaged = DamagedLog.open(log.disk());
        assertEquals(List.of(new Gap(first, RECORDS - 1)), damaged.gaps());
    }

    @Test
    void trimmedRecordsAreNoGap() throws IOException {
        LogFixture log = log().reopen();
        log.trimBefore(12);
        long first = log.store().firstSequence();
        log.close();

        DamagedLog whole = DamagedLog.open(log.disk());
        assertEquals(List.of(), whole.gaps());
        assertEquals(first, whole.firstSequence());
    }

    @Test
    void voidRecordsDoNotComeBack() throws IOException {
        LogFixture log = LogFixture.open().append("kept");
        log.appendUnsynced("copied", "too").kill().reopen();
        log.append("behind").close();

        DamagedLog whole = DamagedLog.open(log.disk());
        try (LogReader reader = whole.reader(0)) {
            assertEquals(List.of(), whole.gaps());
            assertEquals(List.of("kept", "copied", "too", "behind"), LogFixture.drain(reader));
        }
    }

    @Test
    void batchThatLostItsEndIsNotRead() throws IOException {
        LogFixture log = LogFixture.empty(1).segmentBytes(64 * 1024).reopen();
        log.append("a");
        log.appendBatch("b", "0".repeat(9000), "c".repeat(2000));
        log.append("d");
        log.close();
        List<Seen> frames = log.frames(LogFixture.FIRST_SEGMENT);
        Seen end = frames.stream().filter(frame -> frame.lastSequence() == 3).findFirst().orElseThrow();
        log.disk().flipBit(LogFixture.FIRST_SEGMENT, (end.offset() + 70) * 8);

        DamagedLog damaged = DamagedLog.open(log.disk());
        try (LogReader reader = damaged.reader(0)) {
            assertEquals(List.of(new Gap(1, 3)), damaged.gaps());
            assertTrue(reader.next());
            assertTrue(reader.next());
            assertEquals("d", LogFixture.text(reader));
        }
    }

    @Test
    void tornTailIsNoGap() throws IOException {
        LogFixture log = LogFixture.empty(1).segmentBytes(64 * 1024).reopen();
        log.append("a");
        log.appendUnsynced(record(1)).appendUnsynced(record(2));
        Seen torn = log.lastFrames(LogFixture.FIRST_SEGMENT, 2).get(0);
        MemoryStorage disk = log.disk().kill();
        disk.flipBit(LogFixture.FIRST_SEGMENT, (torn.offset() + 100) * 8);

        DamagedLog whole = DamagedLog.open(disk);
        assertEquals(List.of(), whole.gaps());
        assertEquals(0, whole.lastSequence());
    }

    @Test
    void recordsThatOnlyTheStateAttestsAreNotLeftOut() throws IOException {
        LogFixture log = LogFixture.open();
        log.append("a");
        log.roll();
        String last = log.segments().get(log.segments().size() - 1);
        MemoryStorage disk = log.disk().kill();
        long records = DamagedLog.open(disk).records();
        disk.flipBit(last, (4096 + 70) * 8);

        assertEquals(records, DamagedLog.open(disk).records());
    }

    @Test
    void segmentOfAnotherLogIsLeftOut() throws IOException {
        LogFixture log = log();
        LogFixture other = LogFixture.empty(77).reopen();
        for (int i = 0; i < RECORDS; i++) {
            other.append("foreign".repeat(300));
        }
        other.close();
        log.disk().put(SECOND_SEGMENT, other.contents(SECOND_SEGMENT));

        DamagedLog damaged = DamagedLog.open(log.disk());
        assertEquals(1, damaged.gaps().size());
        read(damaged);
    }

    @Test
    void trimmedLogWithoutAStateIsWhole() throws IOException {
        LogFixture log = log().reopen();
        log.trimBefore(12);
        log.close();
        log.disk().remove(LogFixture.STATE);

        assertEquals(List.of(), DamagedLog.open(log.disk()).gaps());
    }

    @Test
    void logWithoutItsLockFileMayHaveAWriter() {
        LogFixture log = log();
        log.disk().remove("LOCK");

        assertThrows(NoSuchFileException.class, () -> DamagedLog.open(log.disk()));
    }

    @Test
    void logWithAWriterIsInUse() {
        LogFixture log = LogFixture.open();

        assertThrows(LogInUseException.class, () -> DamagedLog.open(log.disk()));
        log.close();
    }

    /** A hole that goes on behind what was synced ends in a torn tail. */
    @Test
    void whatStandsBehindATornFrameIsNotReadBecauseOfDamageInFront() throws IOException {
        LogFixture log = LogFixture.open();
        log.append("a").appendUnsynced("torn").appendUnsynced("behind it").kill();
        Seen torn = log.lastFrames(LogFixture.FIRST_SEGMENT, 2).get(0);
        log.disk().overwrite(LogFixture.FIRST_SEGMENT, torn.offset(), new byte[(int) (torn.end() - torn.offset())]);
        log.disk().flipBit(LogFixture.FIRST_SEGMENT, 8 * (frameOf(log, 0) + 70));

        DamagedLog damaged = DamagedLog.open(log.disk());

        assertEquals(0, damaged.records());
        assertEquals(List.of(new Gap(0, 0)), damaged.gaps());
    }

    @Test
    void nameThatIsMadeUpForALostOneIsNoOtherTopics() throws IOException {
        LogFixture log = LogFixture.open();
        take(log, "of orders", "orders");
        take(log, "of the other", "topic 1");
        log.kill(); // a close would repeat the names
        long names = log.frames(LogFixture.FIRST_SEGMENT).stream().filter(frame -> frame.kind() == 5).findFirst().orElseThrow().offset();
        log.disk().flipBit(LogFixture.FIRST_SEGMENT, 8 * (names + 70));

        try (LogReader reader = DamagedLog.open(log.disk()).reader(0)) {
            assertTrue(reader.next());
            assertEquals("topic 1 (lost name)", reader.topic());
            assertTrue(reader.next());
            assertEquals("topic 1", reader.topic());
        }
    }

    private static void take(LogFixture log, String record, String topic) {
        int number = log.store().topic(topic);
        Group group = new Group(1000);
        group.add(record.getBytes(StandardCharsets.UTF_8), 0, record.length(), number);
        group.complete();
        log.store().take(group);
        log.sync();
    }

    @Test
    void closedReaderReadsNoMore() throws IOException {
        LogFixture log = LogFixture.open();
        log.append("a").close();
        LogReader reader = DamagedLog.open(log.disk()).reader(0);
        reader.close();

        assertThrows(IllegalStateException.class, reader::next);
        assertThrows(IllegalStateException.class, () -> reader.seek(0));
        reader.close();
    }

    // Truncation.

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 5})
    void consumersKeepTheirPlacesAsFarAsTheirRecordsStay(long committed) throws IOException {
        LogFixture log = LogFixture.open();
        log.append("a").append("b").append("c").append("d").append("e");
        byte[] entry = ControlEntry.consumer("bill", new ConsumerPosition(ConsumerPosition.WHOLE_LOG, committed));
        Group group = new Group(1000);
        group.addControl(entry, 0, entry.length, 0);
        group.complete();
        log.store().take(group);
        log.sync();
        log.append("f").close();
        log.disk().flipBit(LogFixture.FIRST_SEGMENT, 8 * (frameOf(log, 3) + 70));

        truncate(log.disk(), 3);

        LogFixture again = LogFixture.on(log.disk(), 1).reopen();
        assertEquals(List.of("a", "b", "c"), again.records());
        assertEquals(Math.min(committed, 3), again.store().control().consumer("bill").nextSequence());
        again.close();
    }

    private static long frameOf(LogFixture log, long sequence) {
        return log.frames(LogFixture.FIRST_SEGMENT).stream().filter(frame -> frame.kind() == 1 && frame.firstSequence() == sequence)
                .findFirst().orElseThrow().offset();
    }

    /** Nothing is offered, nor done, that ends in what is refused. */
    @Test
    void logWhoseNamesAreDamagedCannotBeEndedBehindThem() throws IOException {
        LogFixture log = LogFixture.open();
        log.append("a");
        byte[] entry = ControlEntry.consumer("bill", new ConsumerPosition(ConsumerPosition.WHOLE_LOG, 1));
        Group group = new Group(1000);
        group.addControl(entry, 0, entry.length, 0);
        group.complete();
        log.store().take(group);
        log.append("b").close();
        long control = log.frames(LogFixture.FIRST_SEGMENT).stream().filter(frame -> frame.kind() == 5).findFirst().orElseThrow().offset();
        log.disk().flipBit(LogFixture.FIRST_SEGMENT, 8 * (control + 70));

        DamagedLog damaged = DamagedLog.open(log.disk());

        assertFalse(damaged.canTruncateBefore(2));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> damaged.truncateBefore(2)).getMessage().contains("salvage"));
    }

    /** What truncation would leave in the log it does not mend. */
    @Test
    void truncationMendsWhatItTakes() throws IOException {
        LogFixture log = LogFixture.open();
        log.append("a").append("b").close();
        DamagedLog damaged = DamagedLog.open(log.disk());
        long b = frameOf(log, 1);

        assertTrue(damaged.canMendByTruncatingBefore(1, new CorruptLogException(LogFixture.FIRST_SEGMENT, b, 1, "damaged")));
        assertFalse(damaged.canMendByTruncatingBefore(2, new CorruptLogException(LogFixture.FIRST_SEGMENT, b, 1, "damaged")));
    }

    private static void truncate(MemoryStorage disk, long sequence) throws IOException {
        DamagedLog damaged = DamagedLog.open(disk);
        damaged.truncateBefore(sequence);
    }

    @Test
    void truncatedLogEndsThereAndGoesOn() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);

        truncate(log.disk(), lost);

        log.reopen();
        assertEquals(records(0, lost), log.records());
        log.append(record(lost));
        log.closed().reopen();
        assertEquals(records(0, lost + 1), log.records());
        log.close();
    }

    @Test
    void truncationChangesNoFileAndKeepsWhatItVoids() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);
        Map<String, byte[]> before = log.everything();

        truncate(log.disk(), lost);

        for (Map.Entry<String, byte[]> file : before.entrySet()) {
            boolean isSegment = file.getKey().endsWith(".seg");
            boolean isBehind = isSegment && file.getKey().compareTo(SECOND_SEGMENT) > 0;
            if (isSegment) {
                assertArrayEquals(file.getValue(), log.contents(file.getKey() + (isBehind ? ".damaged" : "")), file.getKey());
            }
        }
    }

    @Test
    void truncationKeepsAPageThatItCannotRead() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);
        byte[] damaged = new byte[log.contents(LogFixture.STATE).length];
        damaged[100] = 1;
        log.disk().put(LogFixture.STATE, damaged);

        truncate(log.disk(), lost);
        assertEquals(records(0, lost), log.reopen().records());
        log.close();
        assertArrayEquals(damaged, log.contents(LogFixture.STATE + ".damaged"));
    }

    @Test
    void recordsBeforeTheTruncationMustAllBeThere() {
        LogFixture log = log();
        long lost = spoil(log);
        Map<String, byte[]> before = log.everything();

        assertThrows(IllegalArgumentException.class, () -> truncate(log.disk(), lost + 3));
        log.assertUnchanged(before);
    }

    @Test
    void whatWasNeverProvenDurableIsNotKeptInPlace() throws IOException {
        LogFixture log = LogFixture.open().append("a");
        log.disk().fail(Operation.SYNC, 1);
        log.appendUnsynced("b", "c").sync();
        MemoryStorage disk = log.disk().kill();

        assertThrows(IllegalArgumentException.class, () -> truncate(disk, 3));
        truncate(disk, 1);
        assertEquals(List.of("a"), LogFixture.on(disk.powerCut(Unsynced.LOST), 1).reopen().records());
    }

    @Test
    void whatStaysMustBeWholeEnoughToBeOpened() {
        LogFixture log = log();
        List<Seen> last = log.lastFrames(SECOND_SEGMENT, 1);
        log.disk().flipBit(SECOND_SEGMENT, (last.get(0).offset() + 70) * 8);
        Map<String, byte[]> before = log.everything();

        assertThrows(IllegalArgumentException.class, () -> truncate(log.disk(), RECORDS - 2));
        log.assertUnchanged(before);
    }

    @Test
    void secondTruncationKeepsTheFilesOfTheFirst() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);
        truncate(log.disk(), lost);
        List<String> first = log.names().stream().filter(name -> name.contains(".damaged")).toList();
        log.reopen();
        for (long i = lost; i < RECORDS; i++) {
            log.append(record(i));
        }
        log.close();

        truncate(log.disk(), lost - 1);

        assertTrue(log.names().containsAll(first));
        assertTrue(log.names().stream().filter(name -> name.contains(".damaged")).count() > first.size());
        assertEquals(records(0, lost - 1), log.reopen().records());
        log.close();
    }

    @Test
    void batchIsNotDivided() {
        LogFixture log = LogFixture.open();
        log.append("a");
        log.appendBatch("b", "0".repeat(9000), "c".repeat(2000));
        log.close();
        Map<String, byte[]> before = log.everything();

        assertThrows(IllegalArgumentException.class, () -> truncate(log.disk(), 2));
        assertThrows(IllegalArgumentException.class, () -> truncate(log.disk(), 3));
        log.assertUnchanged(before);
    }

    @Test
    void crashInATruncationLeavesTheDamagedLogOrTheTruncatedOne() throws IOException {
        for (UnaryOperator<MemoryStorage> ending : List.<UnaryOperator<MemoryStorage>>of(MemoryStorage::kill,
                disk -> disk.powerCut(Unsynced.LOST),
                disk -> disk.powerCut(Unsynced.SCATTERED))) {
            boolean crashed = true;
            for (int nth = 1; crashed; nth++) {
                assertTrue(nth < MOST_CHANGES);
                LogFixture log = log();
                long lost = spoil(log);
                log.disk().crashAt(nth);
                crashed = crashes(log.disk(), lost);
                MemoryStorage next = ending.apply(log.disk());
                assertDamagedOrTruncated(next.copy(nth), lost);
                truncate(next, lost);
                LogFixture again = LogFixture.on(next, nth).reopen();
                assertEquals(records(0, lost), again.records());
                again.append(record(lost)).close();
            }
        }
    }

    /** Nothing in front of the damage is ever lost, and nothing behind it comes in its place. */
    private static void assertDamagedOrTruncated(MemoryStorage disk, long lost) throws IOException {
        MemoryStorage damaged = disk.copy(1);
        try {
            assertEquals(records(0, lost), LogFixture.on(disk, 1).reopen().records());
        } catch (CorruptLogException refused) {
            assertEquals(recordsWithout(lost), read(DamagedLog.open(damaged)));
        }
    }

    private static boolean crashes(MemoryStorage disk, long sequence) throws IOException {
        try {
            truncate(disk, sequence);
            return false;
        } catch (SimulatedCrash stopped) {
            return true;
        }
    }

    // Salvage.

    @Test
    void salvageCopiesAllThatIsLeft() throws IOException {
        LogFixture log = log();
        long lost = spoil(log);
        Map<String, byte[]> before = log.everything();
        MemoryStorage into = new MemoryStorage(5);

        DamagedLog damaged = DamagedLog.open(log.disk());
        damaged.salvage(into);

        log.assertUnchanged(before);
        LogFixture copy = LogFixture.on(into, 5).reopen();
        assertEquals(recordsWithout(lost), copy.records());
        copy.append("more").close();
    }

    @Test
    void salvagedRecordsKeepTheirTimesAndBatches() throws IOException {
        LogFixture log = LogFixture.open().at(5_000).append("early");
        log.at(9_000).appendBatch("b", "0".repeat(9000), "c".repeat(2000));
        log.close();
        MemoryStorage into = new MemoryStorage(5);

        DamagedLog whole = DamagedLog.open(log.disk());
        whole.salvage(into);

        LogFixture copy = LogFixture.on(into, 5);
        List<Seen> frames = copy.frames(LogFixture.FIRST_SEGMENT).stream().filter(frame -> frame.lastSequence() >= frame.firstSequence()).toList();
        assertTrue(frames.get(1).more());
        copy.reopen();
        try (LogReader reader = copy.reader(0)) {
            reader.next();
            assertEquals(5_000, reader.timestampNanos());
            reader.next();
            assertEquals(9_000, reader.timestampNanos());
        }
        copy.close();
    }
}
