package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.LogThread;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.storage.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real files: an interrupt closes the channel that is read from. */
class InterruptedReaderTest {

    @TempDir
    private Path directory;

    private LogStore store;

    @BeforeEach
    void open() throws IOException {
        LocalSettings settings = new LocalSettings(LocalSettings.MIN_SEGMENT_BYTES, System::nanoTime,
                work -> new LogThread(work, "preparer"));
        store = LocalLog.open(LocalStorage.create(directory.resolve("log")), settings);
        store.start(new NobodyListens());
        for (int i = 0; i < 20; i++) {
            append("record " + i + " ".repeat(2000));
        }
    }

    @AfterEach
    void close() {
        store.finish();
    }

    private void append(String record) {
        Group group = new Group(8 * 1024);
        group.add(record.getBytes(), 0, record.length());
        group.complete();
        store.take(group);
        store.sync();
    }

    @Test
    void interruptedReaderGoesOnWithTheSameRecord() {
        try (LogReader reader = store.reader(0)) {
            for (int sequence = 0; sequence < 20; sequence++) {
                interrupted(reader);
                assertTrue(reader.next());
                assertEquals(sequence, reader.sequence());
                assertTrue(LogFixture.text(reader).startsWith("record " + sequence + " "));
            }
        }
    }

    /** Makes it read its file while the thread is interrupted; what it had in memory it may deliver all the same. */
    private static void interrupted(LogReader reader) {
        long next = reader.sequence() + 1;
        reader.seek(next);
        Thread.currentThread().interrupt();
        try {
            assertThrows(UncheckedIOException.class, reader::next);
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void interruptedFollowerEndsItsWaitAndClosesTheFileForNobody() {
        try (ReadOnlyLog log = ReadOnlyLog.open(directory.resolve("log"), Reach.ATTESTED);
                LogReader reader = log.reader(20);
                LogReader other = log.reader(20)) {
            Thread.currentThread().interrupt();
            assertFalse(reader.next(Duration.ofHours(1)));
            assertThrows(UncheckedIOException.class, log::refresh);
            assertTrue(Thread.interrupted());

            append("behind");
            assertTrue(other.next(Duration.ofMinutes(1)));
            assertTrue(reader.next(Duration.ofMinutes(1)));
            assertEquals("behind", LogFixture.text(reader));
        }
    }

    @Test
    void interruptedReaderDisturbsNobodyElse() {
        try (LogReader interrupted = store.reader(0); LogReader other = store.reader(0)) {
            assertTrue(other.next());
            interrupted(interrupted);
            append("behind");
            assertEquals(20, LogFixture.drain(other).size());
        }
    }

    @Test
    void interruptedCallerTrimsAllTheSame() {
        Thread.currentThread().interrupt();
        long first = store.trimBefore(10);
        assertTrue(Thread.interrupted());

        assertTrue(first > 0 && first <= 10);
        append("behind");
        assertEquals(20, store.durableSequence());
        try (LogReader reader = store.reader(first)) {
            List<String> left = LogFixture.drain(reader);
            assertEquals(21 - first, left.size());
        }
    }
}
