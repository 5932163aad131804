package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A life of a log, ended at each of its changes of the disk and inside each of its writes, in every way that a kill or a power cut can
 * leave the directory, and several for the files; and then once more at each change that the recovery from that makes. Whatever was
 * acknowledged is there, whole and in order.
 */
class CrashEverywhereTest {

    private static final long SEED = 7;
    private static final int MOST_CHANGES = 1000;
    private static final int MOST_DIRECTORY_OUTCOMES = 1024;

    private static final List<Unsynced> LEFT_OF_FILES = List.of(Unsynced.LOST, Unsynced.KEPT, Unsynced.LATER_KEPT, Unsynced.GARBLED,
            Unsynced.SCATTERED);

    /** How much of a write is done at which the machine stops. */
    private static final List<Double> SHARES = List.of(0.0, 0.5, 1.0);

    private record Ending(String name, UnaryOperator<MemoryStorage> end) {
    }

    private final AtomicLong crashPoints = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();
    private final AtomicLong recoveries = new AtomicLong();

    @AfterEach
    void tell(TestInfo test) {
        System.out.printf("%s: %,d crash points, ended in %,d ways, and %,d crashes in the recoveries from these%n", test.getDisplayName(),
                crashPoints.get(), ends.get(), recoveries.get());
    }

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

    @Test
    void lifeWithATopicCommitsAndTruncations() {
        crashEverywhere((log, history) -> {
            log.reopen();
            history.append(log, "a");
            history.appendToTopic(log, "b");
            log.sync();
            history.commit(log, 1);
            history.appendToTopic(log, large(9000));
            history.append(log, large(9000), "c"); // in the next segment
            log.sync();
            history.commit(log, 2);
            history.appendToTopic(log, "not synced");
            history.truncateAfter(log, 1);
            history.appendToTopic(log, "instead");
            log.sync();
            history.append(log, "not synced");
            history.commit(log, 3);
            history.truncateAfter(log, 2);
            history.appendToTopic(log, "behind it");
            log.kill().reopen();
            history.check(log, 2);
            history.append(log, "in a second life");
            log.sync();
            log.close();
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

    private void crashEverywhere(BiConsumer<LogFixture, History> life) {
        long changes = changesOf(life);
        assertTrue(changes > 20 && changes < MOST_CHANGES, changes + " changes");
        IntStream.rangeClosed(1, (int) changes).parallel().forEach(nth -> {
            if (crashAt(nth, SHARES.get(0), life) == Operation.WRITE) {
                SHARES.subList(1, SHARES.size()).forEach(share -> crashAt(nth, share, life));
            }
        });
    }

    private static long changesOf(BiConsumer<LogFixture, History> life) {
        LogFixture log = LogFixture.empty(SEED);
        life.accept(log, new History());
        return log.changes();
    }

    /** Returns what it crashed at. */
    private Operation crashAt(int nth, double shareOfWrite, BiConsumer<LogFixture, History> life) {
        LogFixture log = LogFixture.empty(SEED);
        History history = new History();
        log.crashAt(nth, shareOfWrite);
        assertTrue(crashes(log, () -> life.accept(log, history)), "change " + nth + " never came");
        crashPoints.incrementAndGet();
        long acknowledged = log.acknowledged();
        int turn = nth;
        for (Ending ending : endings(log.disk())) {
            ends.incrementAndGet();
            String where = "seed " + SEED + ", ended at change " + nth + ", " + shareOfWrite + " of it, by " + ending.name;
            crashInRecovery(ending.end.apply(log.disk()), history, acknowledged, turn++, where);
        }
        return Objects.requireNonNull(log.crashedAt());
    }

    private static List<Ending> endings(MemoryStorage disk) {
        List<Ending> endings = new ArrayList<>();
        endings.add(new Ending("a kill", MemoryStorage::kill));
        int outcomes = disk.directoryOutcomes();
        assertTrue(outcomes <= MOST_DIRECTORY_OUTCOMES, outcomes + " ways to leave the directory");
        for (Unsynced unsynced : LEFT_OF_FILES) {
            for (int outcome = 0; outcome < outcomes; outcome++) {
                int names = outcome;
                endings.add(new Ending("a power cut, " + unsynced + ", names " + names, cut -> cut.powerCut(unsynced, names)));
            }
        }
        return endings;
    }

    /** At each change of a recovery, ended in turn; the last time round it comes to its end. */
    private void crashInRecovery(MemoryStorage disk, History history, long acknowledged, int turn, String where) {
        boolean crashed = true;
        for (int nth = 1; crashed; nth++) {
            assertTrue(nth < MOST_CHANGES, where + ": recovery does not end");
            LogFixture log = LogFixture.on(disk.copy(nth), nth).crashAt(nth);
            crashed = crashes(log, log::reopen);
            recoveries.addAndGet(crashed ? 1 : 0);
            List<Ending> endings = endings(log.disk());
            Ending ending = endings.get((turn + nth) % endings.size());
            LogFixture again = LogFixture.on(ending.end.apply(log.disk()), nth + 1L);
            goOn(again, history.copy(), Math.max(acknowledged, log.acknowledged()),
                    where + ", and its recovery at change " + nth + " by " + ending.name);
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
