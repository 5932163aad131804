package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.SMALL_SEGMENT_BYTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file of the first append is made beside the rest of an opening. */
class FirstFileTest {

    private static final List<String> NO_SEGMENT = List.of("LOCK", "state");

    private final MemoryStorage disk = new MemoryStorage(1);
    private final LateWorker worker = new LateWorker();
    private final List<Operation> done = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long salt;

    private LogStore open(MemoryStorage storage, Worker preparing) throws IOException {
        LongSupplier salts = () -> ++salt;
        return LocalLog.open(storage, new LocalSettings(SMALL_SEGMENT_BYTES, () -> 1, Thread::new), preparing, salts);
    }

    private LogStore started(LogStore store) {
        store.start(new NobodyListens() {
            @Override
            public void failed(Throwable cause) {
                failures.add(cause);
            }
        });
        return store;
    }

    private void append(LogStore store, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        Group group = new Group(SMALL_SEGMENT_BYTES);
        group.add(bytes, 0, bytes.length);
        group.complete();
        store.take(group);
        store.sync();
    }

    private static List<String> records(LogStore store) {
        List<String> records = new ArrayList<>();
        try (LogReader reader = store.reader(0)) {
            while (reader.next()) {
                records.add(StandardCharsets.UTF_8.decode(reader.payload()).toString());
            }
        }
        return records;
    }

    @Test
    void firstAppendWaitsForNoFile() throws IOException {
        LogStore store = started(open(disk, worker));
        worker.hurry();
        disk.onOperation((operation, name) -> done.add(operation));
        append(store, "a");

        assertEquals(List.of(Operation.WRITE, Operation.WRITE, Operation.SYNC, Operation.STORE_STATE), done);
        assertEquals(List.of("a"), records(store));
    }

    @Test
    void appendThatComesBeforeItIsMadeHasItMade() throws IOException {
        LogStore store = started(open(disk, worker));
        append(store, "a");

        assertEquals(List.of("a"), records(store));
    }

    @Test
    void closedAtOnceALogMakesNone() throws IOException {
        LogStore store = started(open(disk, worker));
        disk.onOperation((operation, name) -> done.add(operation));
        store.finish();

        assertFalse(done.contains(Operation.CREATE));
        assertEquals(NO_SEGMENT, disk.list());
    }

    @Test
    void unusedFileIsGoneAfterClose() throws IOException {
        LogStore store = started(open(disk, worker));
        worker.hurry();
        store.finish();

        assertEquals(NO_SEGMENT, disk.list());
        assertEquals(List.of(), failures);
    }

    /** Its directory may be gone: it holds nothing. */
    @Test
    void unusedFileThatCannotBeDeletedFailsNoClose() throws IOException {
        LogStore store = started(open(disk, worker));
        worker.hurry();
        disk.fail(Operation.DELETE, 1);
        store.finish();

        assertEquals(List.of(), failures);
        assertEquals(0, disk.openFiles());
        worker.hurry();
        open(disk, worker).finish();
        assertEquals(NO_SEGMENT, disk.list());
    }

    /** And is none of the log's: the next one of its number has another salt. */
    @Test
    void unusedFileThatAPowerCutBringsBackIsALeftover() throws IOException {
        LogStore store = started(open(disk, worker));
        worker.hurry();
        byte[] unused = disk.contents(LogFixture.FIRST_SEGMENT);
        store.finish();
        MemoryStorage after = disk.powerCut(Unsynced.LOST);
        assertTrue(after.exists(LogFixture.FIRST_SEGMENT));

        LateWorker second = new LateWorker();
        store = started(open(after, second));
        append(store, "a");
        assertNotEquals(DocumentedLayout.saltOf(unused), DocumentedLayout.saltOf(after.contents(LogFixture.FIRST_SEGMENT)));
        assertEquals(List.of("a"), records(started(open(after.powerCut(Unsynced.LOST), new LateWorker()))));
    }

    /** It would wait for what others have asked for, and the thousand logs that are opened and not appended to need none. */
    @Test
    void noneIsMadeOnAThreadThatOthersUse() throws IOException, InterruptedException {
        TaskThread thread = new TaskThread(Thread::new);
        LogStore store = open(disk, new SharedWorker(thread, () -> { }));
        CountDownLatch reached = new CountDownLatch(1);
        thread.execute(reached::countDown);
        reached.await();
        List<String> names = disk.list();
        store.finish();
        thread.end();

        assertEquals(NO_SEGMENT, names);
    }

    /** The start that is to be written takes the number. */
    @Test
    void noneIsMadeWhileARecoveryIsToCome() throws IOException {
        LogFixture log = LogFixture.open().append("a").appendUnsynced("b").kill();
        log.disk().fill();
        LogStore store = started(open(log.disk(), worker));
        assertTrue(store.recovery().copyPending());
        log.disk().capacity(Long.MAX_VALUE);
        worker.hurry();
        append(store, "c");

        assertEquals(List.of(), failures);
        assertEquals(List.of("a", "b", "c"), records(store));
    }

    /** Once: what it lacked may be there by now. */
    @ParameterizedTest
    @EnumSource(names = {"CREATE", "WRITE", "SYNC", "LINK"})
    void whatFailedBeforeItHadItsNameFailsNoAppend(Operation operation) throws IOException {
        LogStore store = started(open(disk, worker));
        disk.fail(operation, 1);
        worker.hurry();
        append(store, "a");

        assertEquals(List.of(), failures);
        assertEquals(List.of("a"), records(store));
    }

    @Test
    void nameThatMayNotBeDurableFailsTheLogAtOnce() throws IOException {
        LogStore store = started(open(disk, worker));
        disk.fail(Operation.SYNC_DIRECTORY, 1);
        worker.hurry();

        assertFalse(failures.isEmpty());
        store.finish();
    }

    @Test
    void listenerLearnsOfAFailureFromBeforeItListened() throws IOException {
        LogStore store = open(disk, worker);
        disk.fail(Operation.SYNC_DIRECTORY, 1);
        worker.hurry();
        started(store);

        assertFalse(failures.isEmpty());
        store.finish();
    }
}
