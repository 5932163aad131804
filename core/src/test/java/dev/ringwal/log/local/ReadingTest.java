package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.drain;
import static dev.ringwal.log.local.LogFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.storage.Operation;
import java.io.UncheckedIOException;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final LogFixture log = LogFixture.open();

    // Replay.

    @Test
    void replayDeliversEveryRecordInOrder() {
        log.append("a", "b").append("c").appendBatch("d", "e");

        try (LogReader reader = log.reader(0)) {
            for (String expected : List.of("a", "b", "c", "d", "e")) {
                assertTrue(reader.next());
                assertEquals(expected, text(reader));
            }
            assertFalse(reader.next());
            assertEquals(4, reader.sequence());
        }
    }

    @Test
    void replayLetsGoOfTheFilesThatWereTrimmedBehindIt() {
        while (log.begun().size() < 5) {
            log.append(text(0, 3000));
        }
        int before = log.disk().openFiles();
        try (LogReader reader = log.reader(0)) {
            for (long sequence = 0; sequence < log.acknowledged() / 2; sequence++) {
                reader.seek(sequence);
                assertTrue(reader.next());
            }
            assertTrue(log.disk().openFiles() > before + 1);
            log.trimBefore(log.acknowledged() / 2);
            drain(reader);

            assertEquals(before + 1, log.disk().openFiles());
        }
    }

    @Test
    void replayFromTheMiddleBeginsThere() {
        log.append("a", "b", "c").append("d");

        assertEquals(List.of("b", "c", "d"), log.records(1));
        assertEquals(List.of("d"), log.records(3));
        assertEquals(List.of(), log.records(4));
        assertEquals(List.of(), log.records(400));
    }

    @Test
    void nothingUnsyncedIsDelivered() {
        log.append("a").appendUnsynced("b");

        try (LogReader reader = log.reader(0)) {
            assertEquals(List.of("a"), drain(reader));
            log.sync();
            assertEquals(List.of("b"), drain(reader));
        }
    }

    @Test
    void replayGoesOnAcrossRollsAsTheyHappen() {
        List<String> read = new ArrayList<>();
        try (LogReader reader = log.reader(0)) {
            for (int i = 0; i < 40; i++) {
                log.append(record(i));
                read.addAll(drain(reader));
            }
        }

        assertEquals(records(40), read);
        assertTrue(log.begun().size() > 5);
    }

    @Test
    void recordThatWasHalfWrittenWhenTheReaderReadAheadIsReadAnew() {
        log.append("a");
        try (LogReader reader = log.reader(0)) {
            assertEquals(List.of("a"), drain(reader));
            for (int i = 0; i < 20; i++) {
                log.appendUnsynced("later " + i);
                assertFalse(reader.next());
                log.sync();
                assertEquals(List.of("later " + i), drain(reader));
            }
        }
    }

    @Test
    void payloadIsAReadOnlyView() {
        log.append("abc");

        try (LogReader reader = log.reader(0)) {
            assertTrue(reader.next());
            assertEquals(0, reader.payload().slice().position());
            assertEquals(3, reader.payload().remaining());
            assertThrows(ReadOnlyBufferException.class, () -> reader.payload().put(reader.payload().position(), (byte) 0));
        }
    }

    @Test
    void recordLargerThanAnyReadAheadIsRead() {
        log.segmentBytes(4 << 20).closed().reopen();
        String large = "x".repeat(60_000);
        log.append("a").append(large).append("b");

        assertEquals(List.of("a", large, "b"), log.records());
        assertEquals(List.of(large, "b"), log.records(1));
    }

    // Point positions.

    @Test
    void everyRecordIsFoundBySequence() {
        for (int i = 0; i < 60; i += 3) {
            log.append(record(i), record(i + 1), record(i + 2));
        }
        log.closed().reopen().append(record(60));

        try (LogReader reader = log.reader(0)) {
            for (long seed = 0; seed < 300; seed++) {
                int sequence = new Random(seed).nextInt(61);
                reader.seek(sequence);
                assertTrue(reader.next(), "seed " + seed);
                assertEquals(record(sequence), text(reader), "seed " + seed);
            }
        }
    }

    @Test
    void seekGoesBackAndAhead() {
        log.append("a", "b", "c");

        try (LogReader reader = log.reader(2)) {
            assertEquals(List.of("c"), drain(reader));
            reader.seek(0);
            assertEquals(List.of("a", "b", "c"), drain(reader));
            reader.seek(5);
            log.append("d", "e", "f", "g");
            assertEquals(List.of("f", "g"), drain(reader));
        }
    }

    @Test
    void negativeSequencesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> log.reader(0).seek(-1));
        assertThrows(IllegalArgumentException.class, () -> log.reader(-1));
    }

    @Test
    void closedReaderSaysSo() {
        log.append("a");
        LogReader reader = log.reader(0);
        reader.close();
        reader.close();

        assertThrows(IllegalStateException.class, reader::next);
        assertEquals(0, log.closed().disk().openFiles());
    }

    // Trimming.

    @Test
    void trimmedRecordIsGoneAndTheFirstLeftIsNamed() {
        LogReader early = log.append(record(0)).reader(0);
        fill(40);
        log.trimBefore(20);
        long first = log.store().firstSequence();
        assertTrue(first > 0 && first <= 20);

        RecordGoneException gone = assertThrows(RecordGoneException.class, () -> log.reader(0));
        assertEquals(first, gone.firstSequence());
        assertEquals(0, gone.sequence());
        assertEquals(List.of(record((int) first)), drain(log.reader(first)).subList(0, 1));
        early.close();
    }

    @Test
    void readerThatIsOvertakenByATrimLearnsIt() {
        fill(40);
        try (LogReader reader = log.reader(0)) {
            assertTrue(reader.next());
            log.trimBefore(30);
            long first = log.store().firstSequence();

            List<String> read = new ArrayList<>(List.of(record(0)));
            RecordGoneException gone = assertThrows(RecordGoneException.class, () -> readInto(reader, read));
            assertEquals(records(read.size()), read);
            assertEquals(first, gone.firstSequence());
            assertEquals(first, assertThrows(RecordGoneException.class, reader::next).firstSequence());

            reader.seek(first);
            assertTrue(reader.next());
            assertEquals(record((int) first), text(reader));
        }
    }

    // Ends.

    @Test
    void readerOfAClosedLogDeliversWhatIsDurableThenEnds() {
        fill(10);
        LogReader reader = log.reader(0);
        assertTrue(reader.next());
        log.close();
        List<String> read = new ArrayList<>(List.of(record(0)));

        assertThrows(LogClosedException.class, () -> readInto(reader, read));

        assertEquals(records(10), read);
        reader.close();
    }

    @Test
    void readerOfAPoisonedLogDeliversWhatIsDurableThenTheCause() {
        fill(10);
        log.appendUnsynced("never durable");
        LogReader reader = log.reader(0);
        IllegalStateException cause = new IllegalStateException("why");
        log.store().poison(cause);
        List<String> read = new ArrayList<>();

        assertSame(cause, assertThrows(LogFailedException.class, () -> readInto(reader, read)).getCause());

        assertEquals(records(10), read);
        assertThrows(LogFailedException.class, () -> reader.next(LONG));
        reader.close();
    }

    // Waiting.

    @Test
    void waitForARecordEndsWhenTheTimeIsUp() {
        try (LogReader reader = log.append("a").reader(1)) {
            assertFalse(reader.next(Duration.ZERO));
            assertFalse(reader.next(Duration.ofNanos(1)));
        }
    }

    @Test
    void tailGoesFromReplayToLiveWithoutAGap() throws Exception {
        CountDownLatch caughtUp = new CountDownLatch(10);
        fill(10);
        CompletableFuture<List<String>> tail = Async.supply(() -> {
            List<String> read = new ArrayList<>();
            try (LogReader reader = log.reader(0)) {
                while (read.size() < 40 && reader.next(LONG)) {
                    read.add(text(reader));
                    caughtUp.countDown();
                }
            }
            return read;
        });
        assertTrue(caughtUp.await(1, TimeUnit.MINUTES));
        for (int i = 10; i < 40; i++) {
            log.append(record(i));
        }

        assertEquals(records(40), tail.get(1, TimeUnit.MINUTES));
    }

    @Test
    void waitingReaderLearnsThatTheLogIsPoisoned() {
        CompletableFuture<Boolean> tail = waitingFor(0);
        log.store().poison(new IllegalStateException("why"));

        Throwable end = assertThrows(Exception.class, () -> tail.get(1, TimeUnit.MINUTES)).getCause();
        assertEquals(LogFailedException.class, end.getClass());
    }

    @Test
    void waitingReaderLearnsThatTheLogIsClosed() {
        CompletableFuture<Boolean> tail = waitingFor(0);
        log.close();

        Throwable end = assertThrows(Exception.class, () -> tail.get(1, TimeUnit.MINUTES)).getCause();
        assertEquals(LogClosedException.class, end.getClass());
    }

    @Test
    void interruptEndsTheWaitAndStays() {
        try (LogReader reader = log.reader(0)) {
            Thread.currentThread().interrupt();
            assertFalse(reader.next(LONG));
            assertTrue(Thread.interrupted());
            log.append("a");
            assertTrue(reader.next(LONG));
        }
    }

    private CompletableFuture<Boolean> waitingFor(long sequence) {
        CountDownLatch begun = new CountDownLatch(1);
        LogReader reader = log.reader(sequence);
        CompletableFuture<Boolean> waiting = Async.supply(() -> {
            begun.countDown();
            return reader.next(LONG);
        });
        await(begun);
        return waiting;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // Faults.

    @Test
    void failedReadIsAnErrorNotAnEndAndCanBeRepeated() {
        fill(10);
        LogReader reader = log.reader(0);
        log.disk().fail(Operation.READ, 1);

        assertThrows(UncheckedIOException.class, reader::next);

        assertEquals(records(10), drain(reader));
        reader.close();
    }

    @Test
    void damagedRecordIsNamedAndTheOthersAreReadable() {
        log.append("a").append("b").append("c");
        log.disk().flipBit(FIRST_SEGMENT, 8 * (4224 + 72 + 68));

        LogReader reader = log.reader(0);
        assertTrue(reader.next());
        CorruptLogException damage = assertThrows(CorruptLogException.class, reader::next);
        assertEquals(1, damage.sequence());
        assertEquals(4224 + 72, damage.offset());
        assertThrows(CorruptLogException.class, reader::next);
        reader.seek(2);
        assertEquals(List.of("c"), drain(reader));
        reader.close();
    }

    private void fill(int count) {
        for (int i = (int) log.store().writtenSequence() + 1; i < count; i++) {
            log.append(record(i));
        }
    }

    private static void readInto(LogReader reader, List<String> read) {
        while (reader.next()) {
            read.add(text(reader));
        }
    }

    private static String record(int number) {
        return LogFixture.text(number, 1000);
    }

    private static List<String> records(int count) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(i));
        }
        return records;
    }

    @Test
    void withoutACurrentRecordThereIsNoPayload() {
        log.append("a").append("b");
        LogReader reader = log.store().reader(0);
        assertThrows(IllegalStateException.class, reader::payload);
        assertTrue(reader.next());
        assertEquals(1, reader.payload().remaining());
        reader.seek(1);
        assertThrows(IllegalStateException.class, reader::payload);
        assertTrue(reader.next());
        reader.close();
        assertThrows(IllegalStateException.class, reader::payload);
    }
}
