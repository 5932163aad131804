package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.drain;
import static dev.ringwal.log.local.LogFixture.segment;
import static dev.ringwal.log.local.LogFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A second reader of the same disk, which knows nothing of the writer but its files. */
class ReadOnlyLogTest {

    private final LogFixture log = LogFixture.open();

    // Beside a live writer.

    @Test
    void onlyWhatIsDurableIsSeen() {
        log.append("a").appendUnsynced("b");
        ReadOnlyLog other = open();

        assertTrue(other.hasLiveWriter());
        assertEquals(ProcessHandle.current().pid(), other.writerPid());
        assertEquals(List.of("a"), records(other));
        log.sync();
        assertEquals(List.of("a"), records(other));
        other.refresh();
        assertEquals(List.of("a", "b"), records(other));
        other.close();
    }

    @Test
    void newLogWithoutRecordsIsEmpty() {
        ReadOnlyLog other = open();

        assertEquals(-1, other.lastSequence());
        assertEquals(0, other.firstSequence());
        assertEquals(List.of(), records(other));
        log.append("a");
        other.refresh();
        assertEquals(List.of("a"), records(other));
    }

    @Test
    void rollsAreFollowed() {
        ReadOnlyLog other = open();
        LogReader reader = other.reader(0);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            log.append(record(i));
            other.refresh();
            read.addAll(drain(reader));
        }

        assertEquals(records(0, 20), read);
        assertTrue(log.begun().size() > 4);
    }

    @Test
    void rollsThatNobodyLookedAtAreFollowedAtOnce() {
        log.append(record(0));
        ReadOnlyLog other = open();
        fill(1, 20);
        other.refresh();

        assertEquals(records(0, 20), records(other));
    }

    @Test
    void trimsAreFollowed() {
        fill(0, 20);
        ReadOnlyLog other = open();
        LogReader reader = other.reader(0);
        assertTrue(reader.next());
        log.trimBefore(12);
        other.refresh();
        long first = log.store().firstSequence();

        assertEquals(first, other.firstSequence());
        assertEquals(records(first, 20), records(other));
        assertEquals(first, assertThrows(RecordGoneException.class, () -> other.reader(0)).firstSequence());
        assertEquals(first, assertThrows(RecordGoneException.class, () -> drain(reader)).firstSequence());
    }

    @Test
    void trimsAndRollsBetweenTwoLooksAreFollowed() {
        fill(0, 4);
        ReadOnlyLog other = open();
        fill(4, 30);
        log.trimBefore(25);
        other.refresh();

        assertEquals(records(log.store().firstSequence(), 30), records(other));
        assertEquals(29, other.lastSequence());
    }

    @Test
    void openingBesideAWriterOfATrimmedLogBeginsAtItsFirstRecord() {
        fill(0, 20);
        log.trimBefore(12);

        assertEquals(records(log.store().firstSequence(), 20), records(open()));
    }

    @Test
    void closedWriterLeavesItsRecords() {
        ReadOnlyLog other = open();
        fill(0, 10);
        log.close();
        other.refresh();

        assertEquals(records(0, 10), records(other));
        assertEquals(0, other.writerPid());
    }

    @Test
    void laterWriterIsFollowed() {
        ReadOnlyLog other = open();
        fill(0, 4);
        log.closed().reopen();
        fill(4, 8);
        other.refresh();

        assertEquals(records(0, 8), records(other));
    }

    @Test
    void poisonedWriterLeavesWhatIsDurable() {
        log.append("a").appendUnsynced("b");
        ReadOnlyLog other = open();
        log.disk().fail(Operation.SYNC, 1, ".seg");
        log.sync();
        other.refresh();

        assertEquals(List.of("a"), records(other));
    }

    @Test
    void tailFollowsTheWriterWithoutAGap() throws Exception {
        fill(0, 5);
        ReadOnlyLog other = open();
        CompletableFuture<List<String>> tail = Async.supply(() -> {
            List<String> read = new ArrayList<>();
            try (LogReader reader = other.reader(0)) {
                while (read.size() < 25 && reader.next(Duration.ofMinutes(1))) {
                    read.add(text(reader));
                }
            }
            return read;
        });
        fill(5, 25);

        assertEquals(records(0, 25), tail.get(1, TimeUnit.MINUTES));
    }

    @Test
    void readerChangesNoByte() {
        fill(0, 5);
        log.appendUnsynced("b").kill();
        Map<String, byte[]> before = log.everything();
        log.disk().onOperation((operation, name) -> assertFalse(operation.isChange(), operation + " " + name));
        ReadOnlyLog other = open(Reach.RECOVERABLE);
        records(other);
        other.verify(bytes -> { });
        other.facts();
        other.close();

        assertEquals(0, log.disk().openFiles());
        log.assertUnchanged(before);
    }

    // Without one.

    @Test
    void logAtRestIsReadToTheAttestedPosition() {
        log.append("a").appendUnsynced("b", "c").kill();
        ReadOnlyLog other = open();

        assertFalse(other.hasLiveWriter());
        assertEquals(List.of("a"), records(other));
        assertEquals(2, other.unprovenRecords());
    }

    @Test
    void logAtRestIsReadAsFarAsItCanBeRecoveredWhenAsked() {
        log.append("a").appendUnsynced("b", "c").kill();
        ReadOnlyLog other = open(Reach.RECOVERABLE);

        assertEquals(List.of("a", "b", "c"), records(other));
        assertEquals(2, other.unprovenRecords());
        assertEquals(2, other.lastSequence());
    }

    @Test
    void closedLogIsReadWhole() {
        fill(0, 10);
        log.close();

        assertEquals(records(0, 10), records(open()));
        assertEquals(records(0, 10), records(open(Reach.RECOVERABLE)));
    }

    @Test
    void readerGoesOverToAWriterThatComes() {
        log.append("a").appendUnsynced("b").kill();
        ReadOnlyLog other = open();
        LogReader reader = other.reader(0);
        assertEquals(List.of("a"), drain(reader));
        log.reopen().append("c");
        other.refresh();

        assertTrue(other.hasLiveWriter());
        assertEquals(List.of("b", "c"), drain(reader));
        assertEquals(List.of("a", "b", "c"), records(other));
    }

    @Test
    void readerOfWhatCouldBeRecoveredGoesOverToTheRecovery() {
        log.append("a").appendUnsynced("b").kill();
        ReadOnlyLog other = open(Reach.RECOVERABLE);
        LogReader reader = other.reader(0);
        assertEquals(List.of("a", "b"), drain(reader));
        log.reopen().append("c");
        other.refresh();

        assertEquals(List.of("c"), drain(reader));
    }

    @Test
    void readerBesideAWriterWhoseRecoveryWaitsForRoomSeesWhatIsProven() {
        log.append("a").appendUnsynced("b").kill();
        log.disk().fill();
        log.reopen();
        ReadOnlyLog other = open();
        assertEquals(List.of("a"), records(other));

        log.disk().capacity(Long.MAX_VALUE);
        log.append("c");
        other.refresh();
        assertEquals(List.of("a", "b", "c"), records(other));
    }

    @Test
    void damageIsRefusedAsByAWriter() {
        log.append("a").append("b").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * 4224);

        assertEquals(4224, assertThrows(CorruptLogException.class, this::open).offset());
        assertEquals(0, log.disk().openFiles());
    }

    @Test
    void damagedLastSegmentIsReadUpToTheDamageWhenAsked() {
        log.append("a").append("b").append("c").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (4224 + 72 + 70));
        ReadOnlyLog other = open(Reach.RECOVERABLE);

        assertEquals(List.of("a"), records(other));
        Verification verified = other.verify(bytes -> { });
        assertEquals(1, verified.records());
        assertNotNull(verified.damage());
        assertEquals(4224 + 72, verified.damage().offset());
        assertEquals(1, verified.damage().sequence());
    }

    @Test
    void directoryWithoutALogSaysSo() {
        LogFixture empty = LogFixture.empty(1);

        assertThrows(NoSuchFileException.class, () -> ReadOnlyLog.open(empty.disk(), Reach.ATTESTED));
        assertEquals(List.of(), empty.names());
    }

    // Verification and facts.

    @Test
    void intactLogIsVerifiedWhole() {
        fill(0, 10);
        log.close();
        Verification verified = open().verify(bytes -> { });

        assertTrue(verified.intact());
        assertEquals(10, verified.records());
        assertEquals(0, verified.tornBytes());
        assertEquals(log.segments().size(), verified.segments());
    }

    @Test
    void tornTailIsIntactAndReported() {
        log.append("a").appendUnsynced("torn").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (4224 + 72 + 70));
        Verification verified = open(Reach.RECOVERABLE).verify(bytes -> { });

        assertTrue(verified.intact());
        assertEquals(1, verified.records());
        assertEquals(72, verified.tornBytes());
    }

    @Test
    void damageInASealedSegmentIsFoundByVerifying() {
        fill(0, 10);
        log.close();
        log.disk().flipBit(segment(1), 8 * (4224 + 70));
        Verification verified = open().verify(bytes -> { });

        assertFalse(verified.intact());
        assertNotNull(verified.damage());
        assertEquals(segment(1), verified.damage().file());
        assertEquals(4224, verified.damage().offset());
        assertEquals(verified.records(), verified.damage().sequence());
    }

    @Test
    void voidRecordsAreNotVerified() {
        log.append("a").appendUnsynced("b").kill().reopen().append("c").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (4224 + 72 + 70));

        Verification verified = open(Reach.RECOVERABLE).verify(bytes -> { });
        assertTrue(verified.intact());
        assertEquals(3, verified.records());
    }

    @Test
    void factsSayWhatIsThere() {
        log.at(5000);
        fill(0, 10);
        log.at(9000).append("last");
        log.trimBefore(4);
        long first = log.store().firstSequence();
        LogFacts live = open().facts();
        assertEquals(first, live.firstSequence());
        assertEquals(10, live.lastSequence());
        assertEquals(5000, live.firstNanos());
        assertEquals(9000, live.lastNanos());
        assertEquals(ProcessHandle.current().pid(), live.writerPid());

        log.close();
        LogFacts still = open().facts();
        assertEquals(0, still.writerPid());
        assertEquals(log.segments().size(), still.segments());
        assertEquals(log.segments().stream().mapToLong(name -> log.contents(name).length).sum(), still.bytes());
    }

    @Test
    void factsOfAnEmptyLog() {
        LogFacts facts = open().facts();

        assertEquals(new LogFacts(0, -1, 0, 0, 0, ProcessHandle.current().pid(), 0, 0), facts);
    }

    @Test
    void powerCutLogIsReadAsFarAsItIsAttested() {
        log.append("a").append("b").powerCut(Unsynced.LOST);

        assertEquals(List.of("a", "b"), records(open(Reach.RECOVERABLE)));
        assertTrue(records(open()).size() <= 2);
    }

    private ReadOnlyLog open() {
        return open(Reach.ATTESTED);
    }

    private ReadOnlyLog open(Reach reach) {
        try {
            return ReadOnlyLog.open(log.disk(), reach);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> records(ReadOnlyLog other) {
        try (LogReader reader = other.reader(other.firstSequence())) {
            return drain(reader);
        }
    }

    private void fill(int from, int to) {
        for (int i = from; i < to; i++) {
            log.append(record(i));
        }
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

    @Test
    void segmentsWithoutALockFileAreNotCalledNoLog() {
        fill(0, 10);
        log.closed();
        log.disk().remove("LOCK");

        IOException e = assertThrows(IOException.class, () -> ReadOnlyLog.open(log.disk(), Reach.ATTESTED));
        assertTrue(e.getMessage().startsWith("the file LOCK is missing beside "), e.getMessage());
    }

    @Test
    void followerSeesWhatAWriterAppendedThatCameAndWentBetweenTwoLooks() throws IOException {
        LogFixture log = LogFixture.open().append("a").closed();
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED); LogReader reader = other.reader(0)) {
            assertEquals(List.of("a"), LogFixture.drain(reader));
            log.reopen().append("b").closed();
            other.refresh();
            assertEquals(List.of("b"), LogFixture.drain(reader));
            log.reopen().append("c").closed();
            other.refresh();
            assertEquals(List.of("c"), LogFixture.drain(reader));
        }
    }

    @Test
    void closedReaderSaysSoAtTheEndToo() throws IOException {
        LogFixture log = LogFixture.open().append("a").closed();
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED)) {
            LogReader reader = other.reader(1);
            reader.close();
            assertThrows(IllegalStateException.class, reader::next);
        }
    }
}
