package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.ReadCount;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a log whose segments are many: counted, so that it holds for 1,600 of 64 MiB as it does for these. */
class ManySegmentsTest {

    private static final int SEGMENTS = 200;
    private static final int SEGMENT_BYTES = 64 * 1024;
    private static final int PAGE = 4096;
    /** What a jump reads. */
    private static final int WINDOW = 10 * 1024;
    /** Of an index with an entry each 8 KiB. */
    private static final int INDEX = 64 + SEGMENT_BYTES / 8192 * 24;
    private static final int HEADER_START_AND_FOOTER = PAGE + WINDOW + PAGE;

    private static MemoryStorage closed = new MemoryStorage(1);

    private final Random random = new Random(7);
    private ReadCount disk = new ReadCount(closed);

    @BeforeAll
    static void write() {
        try (LogFixture log = LogFixture.empty(1).segmentBytes(SEGMENT_BYTES).reopen()) {
            while (log.segments().size() < SEGMENTS) {
                log.roll();
            }
            closed = log.closed().disk();
        }
    }

    @BeforeEach
    void copy() {
        disk = new ReadCount(closed.copy(1));
    }

    private LogStore open() throws IOException {
        LogStore store = LocalLog.open(disk, new LocalSettings(SEGMENT_BYTES, () -> 1_000, Thread::new), new DirectWorker(),
                random::nextLong);
        store.start(new NobodyListens());
        return store;
    }

    private static long segmentBytes(ReadCount disk) {
        return disk.bytes().entrySet().stream().filter(file -> file.getKey().endsWith(".seg")).mapToLong(file -> file.getValue()).max()
                .orElseThrow();
    }

    private static void assertOnlyEndsWereRead(ReadCount disk) {
        assertEquals(SEGMENTS, disk.bytes().keySet().stream().filter(name -> name.endsWith(".seg")).count());
        assertTrue(segmentBytes(disk) <= HEADER_START_AND_FOOTER + PAGE, () -> segmentBytes(disk) + " bytes of one segment");
        assertTrue(disk.allBytes() <= SEGMENTS * (long) HEADER_START_AND_FOOTER + 4 * PAGE, () -> disk.allBytes() + " bytes");
    }

    @Test
    void openingForWritingReadsHeaderStartAndFooterOfEachSegment() throws IOException {
        LogStore store = open();

        assertOnlyEndsWereRead(disk);
        assertTrue(disk.opens() <= 2 * SEGMENTS + 5, () -> disk.opens() + " files opened");
        store.finish();
    }

    @Test
    void openingForReadingOnlyReadsHeaderStartAndFooterOfEachSegment() throws IOException {
        try (ReadOnlyLog log = ReadOnlyLog.open(disk, Reach.ATTESTED)) {
            assertOnlyEndsWereRead(disk);
            assertTrue(log.lastSequence() > SEGMENTS);
        }
    }

    @Test
    void openingForReadingOnlyBesideAWriterReadsHeaderAndStartOfEachSegment() throws IOException {
        LogStore writer = open();
        disk.restart();
        try (ReadOnlyLog log = ReadOnlyLog.open(disk, Reach.ATTESTED)) {
            assertTrue(log.hasLiveWriter());
            assertTrue(segmentBytes(disk) <= PAGE + WINDOW, () -> segmentBytes(disk) + " bytes of one segment");
        }
        writer.finish();
    }

    @Test
    void openingReadsAllSegmentsThroughTheSameMemory() throws IOException {
        open().finish();

        assertTrue(disk.buffers() < 10, () -> disk.buffers() + " buffers");
    }

    @Test
    void firstSeekInASegmentReadsItsFooterItsIndexAndAWindow() throws IOException {
        LogStore store = open();
        try (LogReader reader = store.reader(0)) {
            for (long sequence = 1; sequence < store.durableSequence(); sequence += SEGMENT_BYTES / 3000) {
                disk.restart();
                assertFinds(reader, sequence);
                assertTrue(disk.allBytes() <= PAGE + WINDOW + INDEX + WINDOW, () -> disk.allBytes() + " bytes");
            }
        }
        store.finish();
    }

    @Test
    void everyLaterSeekReadsOneWindowOnce() throws IOException {
        LogStore store = open();
        try (LogReader reader = store.reader(0)) {
            for (long sequence = 0; sequence <= store.durableSequence(); sequence++) {
                assertFinds(reader, sequence);
            }
            for (int i = 0; i < 1000; i++) {
                disk.restart();
                assertFinds(reader, random.nextLong(store.durableSequence() + 1));
                assertEquals(1, disk.reads());
                assertTrue(disk.allBytes() <= WINDOW, () -> disk.allBytes() + " bytes");
            }
        }
        store.finish();
    }

    /** Another reader has looked into the segments before. */
    @Test
    void readersOfOneLogShareTheIndexes() throws IOException {
        LogStore store = open();
        long sequence = store.durableSequence() / 2;
        try (LogReader one = store.reader(sequence); LogReader other = store.reader(sequence)) {
            assertTrue(one.next());
            disk.restart();
            assertTrue(other.next());
            assertEquals(1, disk.reads());
        }
        store.finish();
    }

    private static void assertFinds(LogReader reader, long sequence) {
        reader.seek(sequence);
        assertTrue(reader.next());
        assertEquals(sequence, reader.sequence());
        assertTrue(LogFixture.text(reader).startsWith(sequence + ":"));
    }
}
