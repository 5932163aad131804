package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A life of a log, ended at each of its changes of the disk, by a kill and by power cuts; and then once more at each change that the
 * recovery from that makes. Whatever was acknowledged is there, whole and in order.
 */
class CrashEverywhereTest {

    private static final long SEED = 7;
    private static final int MOST_CHANGES = 1000;

    private static final List<UnaryOperator<MemoryStorage>> ENDINGS = List.of(
            MemoryStorage::kill,
            disk -> disk.powerCut(Unsynced.LOST),
            disk -> disk.powerCut(Unsynced.KEPT),
            disk -> disk.powerCut(Unsynced.SCATTERED),
            disk -> disk.powerCut(Unsynced.SCATTERED));

    @Test
    void lifeOfALog() {
        crashEverywhere(CrashEverywhereTest::live);
    }

    @Test
    void secondLifeAfterATornTail() {
        crashEverywhere((log, history) -> {
            log.reopen();
            history.append(log, "a", "b");
            log.sync();
            history.append(log, "c");
            history.appendBatch(log, "d", large(9000), large(9000), "e");
            log.kill().reopen();
            history.check(log, 4);
            history.append(log, "f");
            log.sync();
            log.close();
        });
    }

    @Test
    void lifeOfPowerCuts() {
        crashEverywhere((log, history) -> {
            log.reopen();
            for (int i = 0; i < 3; i++) {
                history.append(log, "synced " + i);
                log.sync();
                long acknowledged = log.acknowledged();
                history.append(log, "not synced " + i);
                log.powerCut(Unsynced.SCATTERED).reopen();
                history.check(log, acknowledged);
            }
        });
    }

    private static void live(LogFixture log, History history) {
        log.reopen();
        history.append(log, "a");
        log.sync();
        history.append(log, "b", "c");
        history.appendBatch(log, "d", large(9000), large(9000), "e");
        log.sync();
        for (int i = 0; i < 4; i++) {
            history.append(log, large(5000));
            log.sync();
            history.append(log, "not synced");
        }
        history.trimBefore(log, history.next() - 3);
        history.append(log, "behind the trim");
        for (int i = 0; i < 6; i++) {
            history.append(log, large(5000)); // in files that were trimmed
            log.sync();
        }
        history.append(log, "not synced");
        log.close();
        log.reopen();
        history.append(log, "in a second life");
        log.sync();
        log.close();
    }

    private static void crashEverywhere(BiConsumer<LogFixture, History> life) {
        long changes = changesOf(life);
        assertTrue(changes > 20 && changes < MOST_CHANGES, changes + " changes");
        IntStream.rangeClosed(1, (int) changes).parallel().forEach(nth -> crashAt(nth, life));
    }

    private static long changesOf(BiConsumer<LogFixture, History> life) {
        LogFixture log = LogFixture.empty(SEED);
        life.accept(log, new History());
        return log.changes();
    }

    private static void crashAt(int nth, BiConsumer<LogFixture, History> life) {
        LogFixture log = LogFixture.empty(SEED);
        History history = new History();
        log.crashAt(nth);
        assertTrue(crashes(log, () -> life.accept(log, history)), "change " + nth + " never came");
        long acknowledged = log.acknowledged();
        for (int ending = 0; ending < ENDINGS.size(); ending++) {
            String where = "seed " + SEED + ", ended at change " + nth + " by " + ending;
            crashInRecovery(ENDINGS.get(ending).apply(log.disk()), history, acknowledged, nth + ending, where);
        }
    }

    /** At each change of a recovery, ended in turn; the last time round it comes to its end. */
    private static void crashInRecovery(MemoryStorage disk, History history, long acknowledged, int turn, String where) {
        boolean crashed = true;
        for (int nth = 1; crashed; nth++) {
            assertTrue(nth < MOST_CHANGES, where + ": recovery does not end");
            LogFixture log = LogFixture.on(disk.copy(nth), nth).crashAt(nth);
            crashed = crashes(log, log::reopen);
            int ending = (turn + nth) % ENDINGS.size();
            LogFixture again = LogFixture.on(ENDINGS.get(ending).apply(log.disk()), nth + 1L);
            goOn(again, history.copy(), Math.max(acknowledged, log.acknowledged()),
                    where + ", and its recovery at change " + nth + " by " + ending);
        }
    }

    /** Recovers; what is then served is durable, and the log goes on. */
    private static void goOn(LogFixture log, History history, long acknowledged, String where) {
        try {
            log.reopen();
            history.check(log, acknowledged);
            long served = history.next() - 1;
            log.powerCut(Unsynced.LOST).reopen();
            history.check(log, served);
            history.append(log, "more");
            log.sync();
            log.closed().reopen();
            history.check(log, served + 1);
            log.close();
            assertEquals(0, log.disk().openFiles());
        } catch (Throwable e) {
            if (isCrash(e)) {
                throw e;
            }
            throw new AssertionError(where + ": " + e, e);
        }
    }

    /** Whether the machine has stopped in there. */
    private static boolean crashes(LogFixture log, Runnable work) {
        try {
            work.run();
            log.requireRunning();
            return false;
        } catch (Throwable e) {
            if (isCrash(e)) {
                return true;
            }
            throw e;
        }
    }

    private static boolean isCrash(Throwable e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof SimulatedCrash)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static String large(int bytes) {
        return "0".repeat(bytes);
    }
}
