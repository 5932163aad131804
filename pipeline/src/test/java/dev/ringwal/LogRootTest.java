package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogInUseException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogRootTest {

    @TempDir
    private Path directory;

    private Path rootDirectory;
    private LogRoot root;

    @BeforeEach
    void open() {
        rootDirectory = directory.resolve("root");
        root = LogRoot.open(rootDirectory);
    }

    @AfterEach
    void close() {
        root.close();
        awaitNoThreads();
    }

    /** The thread that ends a log ends itself a moment later. */
    private static void awaitNoThreads() {
        while (Logs.logThreads().findAny().isPresent()) {
            Thread.onSpinWait(); // else the test's time-out ends it
        }
    }

    private void reopen() {
        root.close();
        root = LogRoot.open(rootDirectory);
    }

    private static void makeRolls(WriteAheadLog log) {
        for (int i = 0; i < 100; i++) {
            log.append(new byte[1000]);
        }
    }

    private WriteAheadLog openSmall(String key) {
        return root.builder(key).segmentBytes(16 * 1024).open();
    }

    @Test
    void eachKeyHasItsOwnLog() {
        root.open("a").append(Logs.bytes("of a"));
        root.open("A").append(Logs.bytes("of A"));
        root.open("a/b").append(Logs.bytes("of a/b"));
        reopen();

        assertEquals(List.of("A", "a", "a/b"), root.keys());
        for (String key : root.keys()) {
            WriteAheadLog log = root.open(key);
            assertArrayEquals(Logs.bytes("of " + key), log.read(0));
            assertEquals(1, log.append(new byte[1]));
        }
    }

    @Test
    void aLogIsAnOrdinaryOneInItsDirectory() {
        root.open("Orders").append(Logs.bytes("1"));
        root.close();

        assertEquals(rootDirectory.toAbsolutePath().resolve("%4frders"), root.directory("Orders"));
        try (WriteAheadLog log = WriteAheadLog.open(root.directory("Orders"))) {
            assertArrayEquals(Logs.bytes("1"), log.read(0));
        }
    }

    @Test
    void whatIsNoLogIsNotListedAndLeftAlone() throws IOException {
        Path empty = Files.createDirectory(rootDirectory.resolve("empty"));
        Path foreign = Files.createDirectory(rootDirectory.resolve("foreign"));
        Path file = Files.createFile(rootDirectory.resolve("file"));
        Path inForeign = Files.createFile(foreign.resolve("LOCK"));
        Path otherCase = Files.createDirectory(rootDirectory.resolve("Orders"));
        Files.createFile(otherCase.resolve("state"));
        root.open("orders").append(new byte[1]);
        reopen();

        assertEquals(List.of("orders"), root.keys());
        for (Path left : List.of(empty, foreign, file, inForeign, otherCase)) {
            assertTrue(Files.exists(left), left.toString());
        }
    }

    @Test
    void aLogWhoseStateIsLostIsListed() throws IOException {
        root.open("orders").append(new byte[1]);
        reopen();
        Files.delete(root.directory("orders").resolve("state"));
        assertEquals(List.of("orders"), root.keys());
    }

    @Test
    void directoriesAreForTheirOwnerOnlyAndMadeWhenALogIsOpened() throws IOException {
        LogBuilder builder = root.builder("orders");
        assertThrows(IllegalArgumentException.class, () -> root.open("a".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> root.open(""));
        assertEquals(List.of(), entries());
        builder.open();

        assertEquals(List.of("orders"), entries());
        for (Path made : List.of(rootDirectory, root.directory("orders"))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(rootDirectory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void aKeyHasOneWriter() {
        WriteAheadLog log = root.open("orders");
        assertThrows(LogInUseException.class, () -> root.open("orders"));
        try (LogRoot second = LogRoot.open(rootDirectory)) {
            assertThrows(LogInUseException.class, () -> second.open("orders"));
            second.open("trades").append(new byte[1]);
        }
        assertEquals(0, log.append(new byte[1]));
    }

    @Test
    void aLogThatIsClosedAloneCanBeOpenedAgain() {
        WriteAheadLog other = openSmall("other");
        for (int i = 0; i < 3; i++) {
            WriteAheadLog log = openSmall("orders");
            makeRolls(log);
            log.close();
            assertEquals(100 * (i + 1) - 1, log.durableSequence());
        }
        makeRolls(other);
        assertEquals(99, other.durableSequence());
    }

    @Test
    void allLogsShareOnePreparingThread() {
        List<WriteAheadLog> logs = Stream.of("a", "b", "c").map(this::openSmall).toList();
        logs.forEach(LogRootTest::makeRolls);

        assertEquals(List.of("ringwal-encode-write-sync-notify", "ringwal-encode-write-sync-notify", "ringwal-encode-write-sync-notify",
                "ringwal-prepare"), Logs.logThreads().sorted().toList());
        logs.get(0).trimBefore(50);
        assertTrue(logs.get(0).firstSequence() > 0);
        assertEquals(0, logs.get(1).firstSequence());
    }

    @Test
    void whatFailsInOneLogDoesNotReachTheOthers() throws IOException {
        WriteAheadLog failing = openSmall("failing");
        WriteAheadLog sound = openSmall("sound");
        failing.append(new byte[1]);
        delete(root.directory("failing"));
        assertThrows(LogFailedException.class, () -> makeRolls(failing));
        makeRolls(sound);

        assertEquals(LogState.POISONED, failing.state());
        assertEquals(LogState.OPEN, sound.state());
        root.close();
        assertEquals(LogState.CLOSED, sound.state());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void closeClosesAllLogsAndKeepsWhatWasHandedIn() {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        List<WriteAheadLog> logs = Stream.of("a", "b", "c").map(root::open).toList();
        logs.forEach(log -> futures.add(log.appendAsync(new byte[1])));
        root.close();

        futures.forEach(future -> assertEquals(0, Logs.get(future)));
        logs.forEach(log -> assertEquals(LogState.CLOSED, log.state()));
        logs.forEach(log -> assertThrows(LogClosedException.class, () -> log.append(new byte[1])));
        awaitNoThreads();
        assertTrue(root.close(Duration.ZERO));
    }

    @Test
    void nothingIsOpenedAfterwards() throws IOException {
        LogBuilder before = root.builder("before");
        root.close();
        assertThrows(LogClosedException.class, before::open);
        assertThrows(LogClosedException.class, () -> root.open("after"));
        assertEquals(List.of(), entries());
        assertEquals(List.of(), root.keys());
    }

    @Test
    void openingFailsOrIsClosedWhenTheRootIsClosedMeanwhile() throws IOException {
        List<CompletableFuture<WriteAheadLog>> opened = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "log-" + i;
            opened.add(Logs.elsewhere(() -> root.open(key)));
        }
        while (entries().isEmpty()) {
            Thread.onSpinWait(); // until one is at it
        }
        root.close();

        for (CompletableFuture<WriteAheadLog> one : opened) {
            LogState state = one.handle((log, refused) -> refused == null ? log.state() : stateOf(refused)).join();
            assertEquals(LogState.CLOSED, state);
        }
    }

    private static LogState stateOf(Throwable refused) {
        return refused instanceof LogClosedException ? LogState.CLOSED : LogState.OPEN;
    }

    @Test
    void closingOnThreadsOfTheLogsStartsIt() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<Boolean> closedAt = new CompletableFuture<>();
        for (String key : List.of("a", "b")) {
            root.open(key).append(new byte[1], (sequence, failure) -> {
                both.countDown();
                awaitUninterruptibly(both); // each would wait for the other
                closedAt.complete(root.close(Duration.ofDays(1)));
            });
        }
        assertFalse(Logs.get(closedAt));
        awaitNoThreads();
        assertThrows(LogClosedException.class, () -> root.open("c"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FakeStore openFake() {
        FakeStore store = new FakeStore();
        root.keep(root.builder("fake").start(store, System::nanoTime));
        return store;
    }

    @Test
    void allAreClosedThoughSomeMeetAFailureAndItIsThrown() {
        IOException first = new IOException("first");
        openFake().finishFails = first;
        openFake().finishFails = first;
        WriteAheadLog sound = root.open("sound");

        LogFailedException failure = assertThrows(LogFailedException.class, root::close);
        assertSame(first, failure.getCause());
        assertEquals(1, failure.getSuppressed().length);
        assertEquals(LogState.CLOSED, sound.state());
    }

    @Test
    void aClosedLogIsForgotten() {
        WeakReference<Pipeline> closed = new WeakReference<>(root.keep(root.builder("fake").start(new FakeStore(), System::nanoTime)));
        assertTrue(closed.get().close(Long.MAX_VALUE / 2));
        while (closed.get() != null) {
            System.gc(); // else the test's time-out ends it
        }
    }

    @Test
    void closeWaitsForSoLongAtMost() {
        FakeStore hanging = openFake();
        hanging.finishing.shut();
        WriteAheadLog sound = root.open("sound");

        assertFalse(root.close(Duration.ofMillis(1)));
        hanging.finishing.open();
        assertTrue(root.close(Duration.ofDays(1)));
        assertEquals(LogState.CLOSED, sound.state());
    }

    @Test
    void aLogOfManyIsSmallUnlessToldOtherwise() {
        Settings small = root.builder("small").settings();
        assertEquals(64, small.ringSize());
        assertEquals(4 << 20, small.bytesInFlight());
        assertEquals(ThreadLayout.ONE, small.threadLayout());
        assertEquals(Waiting.PARK, small.waiting());

        Settings large = root.builder("large").ringSize(4096).profile(Profile.THROUGHPUT).settings();
        assertEquals(4096, large.ringSize());
        assertEquals(ThreadLayout.TWO, large.threadLayout());
    }

    @Test
    void oneAmongManyTakesRecordsAndBatchesLargerThanItsGroups() {
        WriteAheadLog log = root.open("orders");
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        assertEquals(0, log.append(large));
        Batch batch = log.newBatch();
        for (int i = 0; i < 100; i++) {
            batch.add(large);
        }
        assertEquals(100, log.append(batch));
        assertArrayEquals(large, log.read(100));
    }
}
