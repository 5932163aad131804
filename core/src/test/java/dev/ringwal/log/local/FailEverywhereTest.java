package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A life of a log in which one operation of the disk fails, each in turn. It goes on or is poisoned; whichever it is, what was
 * acknowledged is there afterwards, even if the pages that a failed sync left in memory are gone.
 */
class FailEverywhereTest {

    private static final long SEED = 11;
    private static final int MOST_OPERATIONS = 1000;

    private static final List<UnaryOperator<MemoryStorage>> ENDINGS = List.of(
            MemoryStorage::kill,
            FailEverywhereTest::killAndForget,
            disk -> disk.powerCut(Unsynced.LOST),
            disk -> disk.powerCut(Unsynced.KEPT),
            disk -> disk.powerCut(Unsynced.SCATTERED));

    @ParameterizedTest
    @EnumSource
    void everyOperationFailsOnce(Operation operation) {
        int nth = 1;
        while (failAt(operation, nth)) {
            nth++;
            assertTrue(nth < MOST_OPERATIONS, "the life does not end");
        }
        assertTrue(nth > 1, operation + " is never asked for");
    }

    /** Whether there was such an operation. */
    private static boolean failAt(Operation operation, int nth) {
        LogFixture log = LogFixture.empty(SEED);
        History history = new History();
        int[] asked = {0};
        log.disk().onOperation((next, name) -> asked[0] += next == operation ? 1 : 0);
        log.disk().fail(operation, nth);
        live(log, history);
        for (int ending = 0; ending < ENDINGS.size(); ending++) {
            String where = "seed " + SEED + ", " + operation + " " + nth + " failed, ended by " + ending;
            goOn(ENDINGS.get(ending).apply(log.disk()), history.copy(), log.acknowledged(), where);
        }
        return asked[0] >= nth;
    }

    private static void live(LogFixture log, History history) {
        open(log);
        append(log, history, "a");
        append(log, history, "b", "c");
        history.appendBatch(log, "d", large(9000), large(9000), "e");
        log.sync();
        for (int i = 0; i < 4; i++) {
            append(log, history, large(5000));
        }
        orFails(log::records);
        orFails(() -> history.trimBefore(log, history.next() - 2));
        append(log, history, "behind the trim");
        long acknowledged = log.acknowledged();
        close(log);
        open(log);
        check(log, history, acknowledged);
        append(log, history, "in a second life");
        close(log);
    }

    /** The log says so when it cannot. */
    private static void orFails(Runnable step) {
        try {
            step.run();
        } catch (UncheckedIOException | LogFailedException failed) {
            // What fails is one operation, and the test goes on to what follows from it.
        }
    }

    // What may fail does so once.

    private static void open(LogFixture log) {
        try {
            log.reopen();
        } catch (UncheckedIOException failed) {
            assertNothingIsHeld(log);
            log.reopen();
        }
    }

    private static void close(LogFixture log) {
        log.close();
        assertNothingIsHeld(log);
    }

    private static void assertNothingIsHeld(LogFixture log) {
        assertEquals(0, log.disk().openFiles());
        assertFalse(log.disk().isLocked("LOCK"));
    }

    private static void check(LogFixture log, History history, long acknowledged) {
        try {
            history.check(log, acknowledged);
        } catch (UncheckedIOException failed) {
            history.check(log, acknowledged);
        } catch (LogFailedException failed) { // when the file of the first append was made
            close(log);
            log.reopen();
            history.check(log, acknowledged);
        }
    }

    private static void append(LogFixture log, History history, String... records) {
        history.append(log, records);
        log.sync();
    }

    private static void goOn(MemoryStorage disk, History history, long acknowledged, String where) {
        try {
            LogFixture log = LogFixture.on(disk, SEED).reopen();
            history.check(log, acknowledged);
            long served = history.next() - 1;
            log.powerCut(Unsynced.LOST).reopen();
            history.check(log, served);
            append(log, history, "more");
            log.closed().reopen();
            history.check(log, served + 1);
            log.close();
            assertEquals(0, log.disk().openFiles());
        } catch (Throwable e) {
            throw new AssertionError(where + ": " + e, e);
        }
    }

    private static MemoryStorage killAndForget(MemoryStorage disk) {
        MemoryStorage next = disk.kill();
        next.dropCaches();
        return next;
    }

    private static String large(int bytes) {
        return "0".repeat(bytes);
    }
}
