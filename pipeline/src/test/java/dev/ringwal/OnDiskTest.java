package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class OnDiskTest {

    @TempDir
    private Path directory;

    private WriteAheadLog open(ThreadLayout layout) {
        return WriteAheadLog.builder(directory).threadLayout(layout).segmentBytes(256 * 1024).ringSize(256).open();
    }

    @ParameterizedTest
    @EnumSource
    void whatManyProducersAppendedIsReadBackAfterReopening(ThreadLayout layout) {
        List<List<Long>> sequences = new ArrayList<>();
        try (WriteAheadLog log = open(layout)) {
            List<CompletableFuture<List<Long>>> producers = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                int producer = p;
                producers.add(Logs.elsewhere(() -> produce(log, producer)));
            }
            producers.forEach(producer -> sequences.add(Logs.get(producer)));
        }
        try (WriteAheadLog log = open(layout); LogReader reader = log.reader(0)) {
            for (int p = 0; p < 4; p++) {
                for (int i = 0; i < sequences.get(p).size(); i++) {
                    reader.seek(sequences.get(p).get(i));
                    assertTrue(reader.next());
                    assertEquals(ByteBuffer.wrap(payload(p, i)), reader.payload());
                }
            }
            assertEquals(2000, log.recovery().lastSequence() + 1);
            assertEquals(2000, log.append(new byte[1]));
        }
    }

    private static List<Long> produce(WriteAheadLog log, int producer) {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Durability durability = i % 3 == 0 ? Durability.SYNCED : Durability.WRITTEN;
            futures.add(log.bytes(durability).appendAsync(payload(producer, i)));
        }
        return futures.stream().map(Logs::get).toList();
    }

    private static byte[] payload(int producer, int i) {
        byte[] bytes = new byte[8 + i * 7];
        ByteBuffer.wrap(bytes).putInt(producer).putInt(i);
        return bytes;
    }

    @Test
    void trimmedFilesAreNotKeptOpenByPointReads() throws IOException {
        try (WriteAheadLog log = open(ThreadLayout.ONE)) {
            for (int i = 0; i < 1000; i++) {
                log.bytes(Durability.WRITTEN).append(new byte[2000]);
            }
            log.read(0);
            log.trimBefore(999);

            assertEquals(List.of(), openAndDeleted());
            assertTrue(log.firstSequence() > 0);
        }
    }

    private List<Path> openAndDeleted() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> deleted = new ArrayList<>();
            for (Path descriptor : descriptors.filter(Files::isSymbolicLink).toList()) {
                Path file = targetOf(descriptor);
                if (file.startsWith(directory.toRealPath()) && file.toString().endsWith(".seg (deleted)")) {
                    deleted.add(file);
                }
            }
            return deleted;
        }
    }

    private static Path targetOf(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (NoSuchFileException closedMeanwhile) {
            return descriptor;
        }
    }

    @Test
    void backupsBesideProducersAndTrimsHaveAllThatWasAcknowledgedBefore() {
        try (WriteAheadLog log = open(ThreadLayout.ONE)) {
            List<CompletableFuture<List<Long>>> producers = new ArrayList<>();
            for (int p = 0; p < 4; p++) {
                int producer = p;
                producers.add(Logs.elsewhere(() -> produce(log, producer)));
            }
            for (int i = 0; i < 5; i++) {
                long acknowledged = log.durableSequence();
                Path copy = directory.resolve("copy-" + i);
                BackupReport report = log.backup(copy);
                log.trimBefore(Math.max(0, report.lastSequence()));

                assertTrue(report.lastSequence() >= acknowledged, report + ", acknowledged " + acknowledged);
                try (WriteAheadLog restored = WriteAheadLog.open(copy); LogReader reader = restored.reader(report.firstSequence())) {
                    for (long sequence = report.firstSequence(); sequence <= report.lastSequence(); sequence++) {
                        assertTrue(reader.next());
                    }
                    assertEquals(report.lastSequence() + 1, restored.append(new byte[1]));
                }
            }
            producers.forEach(Logs::get);
        }
    }

    @ParameterizedTest
    @EnumSource
    void idleLogLetsGoOfWhatIsOld(ThreadLayout layout) throws IOException {
        try (WriteAheadLog log = WriteAheadLog.builder(directory).threadLayout(layout).retainAge(Duration.ofMillis(1)).open()) {
            long last = log.append(new byte[1000]);
            try {
                log.read(last);
            } catch (RecordGoneException alreadyOld) {
                // The machine is busy.
            }
            while (log.firstSequence() <= last || !openAndDeleted().isEmpty()) {
                Thread.onSpinWait(); // else the test's time-out ends it
            }
            assertEquals(last + 1, log.append(new byte[1]));
        }
    }

    @Test
    void theExampleOfTheFrontDoorWorks() {
        try (WriteAheadLog log = WriteAheadLog.open(directory.resolve("orders"))) {
            long sequence = log.append("buy 100".getBytes(UTF_8));
            byte[] order = log.read(sequence);
            assertEquals("buy 100", new String(order, UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writtenRecordsBecomeDurableByThemselves(ThreadLayout layout) {
        try (WriteAheadLog log = open(layout)) {
            log.bytes(Durability.WRITTEN).append(new byte[1]);
            assertTrue(log.awaitDurable(0, Duration.ofSeconds(20)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchLargerThanASegmentIsOneAppend(ThreadLayout layout) {
        try (WriteAheadLog log = open(layout)) {
            Batch batch = log.newBatch();
            for (int i = 0; i < 1000; i++) {
                batch.add(payload(i, 100));
            }
            assertEquals(999, log.append(batch));
            assertArrayEquals(payload(500, 100), log.read(500));
        }
        try (WriteAheadLog log = open(layout)) {
            assertArrayEquals(payload(999, 100), log.read(999));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTailGoesFromReplayToLiveWithoutAGap(ThreadLayout layout) {
        List<Long> seen = new ArrayList<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        try (WriteAheadLog log = open(layout)) {
            for (int i = 0; i < 100; i++) {
                log.appendAsync(payload(0, i));
            }
            Tail tail = log.tail(0, record -> {
                seen.add(record.sequence());
                if (record.sequence() == 999) {
                    all.complete(null);
                }
            });
            for (int i = 100; i < 1000; i++) {
                log.appendAsync(payload(0, i % 100));
            }
            Logs.get(all);
            tail.close();
            assertTrue(tail.failure().isEmpty());
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, seen.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecondWriterIsRefusedAndClosingLeavesNothingOpen(ThreadLayout layout) throws IOException {
        try (WriteAheadLog log = open(layout)) {
            log.append(new byte[1]);
            log.read(0);
            assertThrows(LogInUseException.class, () -> open(layout));
        }
        assertEquals(List.of(), Logs.logThreads().toList());
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertFalse(open.anyMatch(fd -> target(fd).startsWith(directory.toString())));
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptedProducersHarmNobodyElse(ThreadLayout layout) throws Exception {
        try (WriteAheadLog log = open(layout)) {
            for (int i = 0; i < 50; i++) {
                Thread producer = Logs.start(() -> {
                    try {
                        for (int j = 0; j < 100; j++) {
                            log.append(new byte[100]);
                        }
                    } catch (RuntimeException abandoned) {
                        // interrupted below
                    }
                });
                log.append(new byte[10]);
                producer.interrupt();
                producer.join();
            }
            assertEquals(LogState.OPEN, log.state());
            long last = log.append(new byte[2]);
            assertArrayEquals(new byte[2], log.read(last));
        }
    }
}
