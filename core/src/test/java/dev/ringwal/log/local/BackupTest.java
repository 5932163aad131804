package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.SMALL_SEGMENT_BYTES;
import static dev.ringwal.log.local.LogFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.LocalStorage;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.NewDirectory;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.ReadCount;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    private final LogFixture log = LogFixture.open();
    private final MemoryStorage copy = new MemoryStorage(5);

    private LogFixture filled() {
        while (log.begun().size() < 4) {
            log.append(text(log.acknowledged() + 1, 1000));
        }
        return log;
    }

    private BackupReport backup() throws IOException {
        return new Backup(log.disk(), (LogView) log.store(), copy).take();
    }

    private static List<String> recordsOf(MemoryStorage disk) {
        try (LogFixture opened = LogFixture.on(disk, 3).reopen()) {
            return opened.records();
        }
    }

    @Test
    void isALogWithAllThatIsDurable() throws IOException {
        List<String> records = filled().records();
        log.appendUnsynced("not durable");
        BackupReport report = backup();

        assertEquals(0, report.firstSequence());
        assertEquals(records.size() - 1, report.lastSequence());
        assertEquals(4, report.segments());
        assertEquals(records, recordsOf(copy.powerCut(Unsynced.LOST)));
    }

    @Test
    void sharesAllSegmentsButTheLast() throws IOException {
        filled();
        long copied = backup().copiedBytes();

        List<String> segments = log.begun();
        for (String segment : segments.subList(0, 3)) {
            assertArrayEquals(log.contents(segment), copy.contents(segment), segment);
        }
        assertTrue(copied < SMALL_SEGMENT_BYTES);
        assertEquals(copied, copy.contents(segments.get(3)).length);
    }

    @Test
    void bothGoOnByThemselves() throws IOException {
        List<String> records = filled().records();
        backup();
        LogFixture restored = LogFixture.on(copy, 9).reopen();
        restored.append("of the copy");
        for (int i = 0; i < 100; i++) {
            log.append(text(log.acknowledged() + 1, 1000)).trimBefore(log.acknowledged());
        }

        List<String> expected = new ArrayList<>(records);
        expected.add("of the copy");
        assertEquals(expected, restored.records());
        assertEquals(expected, restored.kill().reopen().records());
        restored.close();
    }

    @Test
    void beginsAnewWhenWhatItCopiesIsTrimmed() throws IOException {
        filled();
        String last = log.begun().get(3);
        AtomicBoolean begun = new AtomicBoolean();
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.READ && name.equals(last) && !begun.getAndSet(true)) {
                for (int i = 0; i < 60; i++) {
                    log.append(text(log.acknowledged() + 1, 1000)).trimBefore(log.acknowledged());
                }
                assertFalse(log.begun().contains(last));
            }
        });
        BackupReport report = backup();

        assertTrue(begun.get());
        assertEquals(log.acknowledged(), report.lastSequence());
        assertEquals(log.records(report.firstSequence()), recordsOf(copy));
    }

    @Test
    void beginsAnewWhenTheLogIsTruncatedBesideIt() throws IOException {
        filled();
        String last = log.begun().get(log.begun().size() - 1);
        AtomicBoolean begun = new AtomicBoolean();
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.READ && name.equals(last) && !begun.getAndSet(true)) {
                log.store().truncateAfter(0, Truncation.UNLESS_CONSUMED);
                log.append("instead");
            }
        });
        BackupReport report = backup();

        assertTrue(begun.get());
        assertEquals(1, report.lastSequence());
        assertEquals(2, recordsOf(copy).size());
        assertEquals(log.records(), recordsOf(copy));
    }

    /** The state page says it before readers see it. */
    @Test
    void beginsAnewWhereItBeganHalfwayThroughATrim() throws IOException {
        filled();
        LogView whole = (LogView) log.store();
        Segments before = whole.segments();
        boolean[] isHalfway = {false, false};
        LogView view = (LogView) Proxy.newProxyInstance(LogView.class.getClassLoader(), new Class<?>[] {LogView.class}, (proxy, asked, with) -> {
            if (asked.getName().equals("attestedState") && !isHalfway[0]) {
                isHalfway[0] = true;
                log.trimBefore(log.acknowledged());
                isHalfway[1] = true;
            } else if (asked.getName().equals("segmentsNow") && isHalfway[1]) {
                isHalfway[1] = false;
                return before;
            }
            return asked.invoke(whole, with);
        });

        BackupReport report = new Backup(log.disk(), view, copy).take();

        assertTrue(report.firstSequence() > 0);
        assertEquals(log.records(), recordsOf(copy));
    }

    @Test
    void takesNothingOfASegmentThatEndsEarlierMeanwhile() throws IOException {
        filled();
        String third = log.begun().get(2);
        AtomicBoolean begun = new AtomicBoolean();
        log.disk().failFrom(Operation.DELETE, 1, log.begun().get(3)); // what is void is there a little longer
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.OPEN && name.equals(third) && !begun.getAndSet(true)) {
                log.store().truncateAfter(((LogView) log.store()).segments().get(2).firstSequence() + 2, Truncation.UNLESS_CONSUMED);
                log.append("instead");
            }
        });
        new Backup(log.disk(), (LogView) log.store(), new ReadCount(copy)).take(); // to where nothing can be linked

        assertTrue(begun.get());
        assertEquals(log.records(), recordsOf(copy));
    }

    @Test
    void withoutAWriterEndsAtTheAttestedPosition() throws IOException {
        List<String> records = filled().records();
        log.appendUnsynced("unproven").kill();
        try (FollowingView view = FollowingView.open(log.disk(), Reach.RECOVERABLE)) {
            new Backup(log.disk(), view, copy).take();
        }
        assertEquals(records, recordsOf(copy));
    }

    @Test
    void ofAnEmptyLogIsOne() throws IOException {
        BackupReport report = backup();

        assertEquals(new BackupReport(0, -1, 0, 0), report);
        assertEquals(List.of(), recordsOf(copy));
    }

    @Test
    void ofACleanlyClosedLogNeedsNoRecovery() throws IOException {
        List<String> records = filled().records();
        log.close();
        try (FollowingView view = FollowingView.open(log.disk(), Reach.ATTESTED)) {
            new Backup(log.disk(), view, copy).take();
        }
        assertEquals(log.disk().names(), copy.names());
        try (LogFixture opened = LogFixture.on(copy, 3).reopen()) {
            assertEquals(records, opened.records());
            assertEquals(0, opened.report().recordsCopied());
        }
    }

    @Test
    @Timeout(30)
    void missingFileIsAnErrorAndNotAnotherAttempt() throws IOException {
        filled();
        String first = log.begun().get(0);
        log.disk().remove(log.begun().get(1));
        log.disk().onOperation((operation, name) -> {
            if (operation == Operation.OPEN && name.equals(first)) {
                log.append("the log goes on");
            }
        });

        assertThrows(NoSuchFileException.class, this::backup);
    }

    // On real disks.

    private static LogStore open(Path directory) throws IOException {
        LocalSettings settings = new LocalSettings(SMALL_SEGMENT_BYTES, System::currentTimeMillis, Thread::new);
        LogStore store = LocalLog.open(LocalStorage.create(directory), settings);
        store.start(new NobodyListens());
        return store;
    }

    private static LogStore filled(Path directory) throws IOException {
        LogStore store = open(directory);
        Group group = new Group(4096);
        for (int i = 0; i < 60; i++) {
            group.add(new byte[1000], 0, 1000);
            group.complete();
            store.take(group);
            group.clear();
        }
        store.sync();
        return store;
    }

    private static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
        }
    }

    @Test
    void directoryHasLinksAndTheLastSegmentsBytes(@TempDir Path directory) throws IOException {
        LogStore store = filled(directory.resolve("log"));
        Path target = directory.resolve("backups").resolve("today");
        store.backup(target);

        List<Path> copied = segments(target);
        for (Path segment : copied.subList(0, copied.size() - 1)) {
            assertEquals(2, Files.getAttribute(segment, "unix:nlink"), segment.toString());
        }
        assertEquals(1, Files.getAttribute(copied.get(copied.size() - 1), "unix:nlink"));
        store.finish();
        LogStore restored = open(target);
        try (LogReader reader = restored.reader(0)) {
            for (int i = 0; i < 60; i++) {
                assertTrue(reader.next());
            }
            assertFalse(reader.next());
        }
        restored.finish();
    }

    @Test
    void nothingThatIsThereIsTouched(@TempDir Path directory) throws IOException {
        LogStore store = filled(directory.resolve("log"));
        Path target = Files.createDirectory(directory.resolve("target"));
        byte[] mine = {1, 2, 3};
        Files.write(target.resolve("mine"), mine);
        Path file = Files.write(directory.resolve("file"), mine);
        Path unfinished = Files.createDirectory(directory.resolve("other.unfinished"));
        Files.write(unfinished.resolve("left"), mine);

        for (Path taken : List.of(target, file, directory.resolve("other"), directory.resolve("log"))) {
            UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> store.backup(taken));
            assertInstanceOf(FileAlreadyExistsException.class, refused.getCause());
        }
        assertArrayEquals(mine, Files.readAllBytes(target.resolve("mine")));
        assertArrayEquals(mine, Files.readAllBytes(file));
        assertArrayEquals(mine, Files.readAllBytes(unfinished.resolve("left")));
        store.finish();
    }

    @Test
    void failureLeavesNothing(@TempDir Path directory) throws IOException {
        LogStore store = filled(directory.resolve("log"));
        Files.delete(segments(directory.resolve("log")).get(1));

        assertThrows(UncheckedIOException.class, () -> store.backup(directory.resolve("target")));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("log")), left.toList());
        }
        store.finish();
    }

    @Test
    void twoAtOnceDoNotDisturbEachOther(@TempDir Path directory) throws Exception {
        Path target = directory.resolve("copy");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return NewDirectory.make(target, storage -> {
                    storage.create("file").close();
                    begun.countDown();
                    try {
                        refused.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return "made";
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        begun.await();
        assertThrows(FileAlreadyExistsException.class, () -> NewDirectory.make(target, storage -> "not made"));
        refused.countDown();

        assertEquals("made", first.get());
        assertTrue(Files.exists(target.resolve("file")));
    }

    @Test
    void segmentThatIsALinkIsCopied(@TempDir Path directory) throws IOException {
        Path elsewhere = Files.write(directory.resolve("elsewhere"), new byte[] {1, 2, 3});
        LocalStorage from = LocalStorage.create(directory.resolve("from"));
        LocalStorage to = LocalStorage.create(directory.resolve("to"));
        Files.createSymbolicLink(directory.resolve("from").resolve("file"), elsewhere);

        assertThrows(UnsupportedOperationException.class, () -> from.linkTo("file", to));
    }
}
