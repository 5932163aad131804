package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Lives drawn by lot: appends, batches, syncs, rolls, trims, closes, kills, power cuts, failing operations, full disks, and crashes
 * anywhere, recovery included. Whatever was acknowledged, or served after an opening, is there after every one of them.
 */
class RandomHistoriesTest {

    private static final int HISTORIES = 3000;
    private static final int STEPS = 40;

    private static final Operation[] FAILING = {Operation.WRITE, Operation.SYNC, Operation.SYNC_DIRECTORY, Operation.CREATE,
        Operation.LINK, Operation.DELETE, Operation.SHORTEN, Operation.STORE_STATE, Operation.SYNC_STATE, Operation.READ};

    @Test
    void nothingAcknowledgedIsEverLost() {
        LongStream.range(0, HISTORIES).parallel().forEach(seed -> {
            try {
                new Life(seed).run();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        });
    }

    /** One log, and what it must hold. */
    private static final class Life {

        private final Random random;
        private final LogFixture log;
        private final History history = new History();
        private long promised = -1;

        Life(long seed) {
            random = new Random(seed);
            log = LogFixture.empty(seed);
        }

        void run() {
            open();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            end();
            assertEquals(0, log.closed().disk().openFiles());
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> attempt(() -> history.append(log, record()));
                case 3 -> attempt(() -> history.appendBatch(log, record(), record(), record()));
                case 4, 5, 6 -> attempt(log::sync);
                case 7 -> attempt(() -> history.trimBefore(log, promised - random.nextInt(5)));
                case 8 -> log.disk().fail(FAILING[random.nextInt(FAILING.length)], 1 + random.nextInt(4));
                case 9 -> log.disk().crashAt(1 + random.nextInt(30));
                case 10 -> roomFor(random.nextInt(8));
                case 11 -> end();
                case 12 -> attempt(this::closeAndOpen);
                default -> log.disk().failHalfWay(1 + random.nextInt(3), ".seg");
            }
        }

        /** Does it; if the machine stops in it, the log is opened on the next one; if the log is poisoned, it is opened anew. */
        private void attempt(Runnable step) {
            try {
                step.run();
            } catch (DiskFullException full) {
                log.disk().capacity(Long.MAX_VALUE);
                history.refused(log.store().writtenSequence());
            } catch (LogException | UncheckedIOException | IllegalStateException | SimulatedCrash failed) {
                // Found out below.
            }
            promised = Math.max(promised, log.acknowledged());
            if (hasStopped() || log.failure() != null) {
                end();
            }
        }

        private boolean hasStopped() {
            try {
                log.requireRunning();
                return false;
            } catch (SimulatedCrash stopped) {
                return true;
            }
        }

        private void closeAndOpen() {
            log.close();
            promised = Math.max(promised, log.acknowledged());
            open();
        }

        /** This machine ends somehow, and the log is opened on the next. */
        private void end() {
            promised = Math.max(promised, log.acknowledged());
            log.goOnWith(next(log.disk()));
            open();
        }

        private MemoryStorage next(MemoryStorage disk) {
            return switch (random.nextInt(5)) {
                case 0 -> disk.kill();
                case 1 -> forgetful(disk.kill());
                case 2 -> disk.powerCut(Unsynced.LOST);
                case 3 -> disk.powerCut(Unsynced.KEPT);
                default -> disk.powerCut(Unsynced.SCATTERED);
            };
        }

        private static MemoryStorage forgetful(MemoryStorage disk) {
            disk.dropCaches();
            return disk;
        }

        /** Opening may be ended a few times itself. */
        private void open() {
            for (int left = 2; left >= 0; left--) {
                if (left > 0 && random.nextInt(3) == 0) {
                    log.disk().crashAt(1 + random.nextInt(12));
                }
                try {
                    log.reopen();
                    break;
                } catch (SimulatedCrash | UncheckedIOException | IllegalStateException failed) {
                    promised = Math.max(promised, log.acknowledged());
                    log.goOnWith(next(log.disk()));
                }
            }
            log.disk().repair();
            log.disk().capacity(Long.MAX_VALUE);
            if (log.report().copyPending()) {
                log.closed().reopen();
            }
            history.check(log, promised);
            promised = history.next() - 1;
        }

        private void roomFor(int pages) {
            log.disk().capacity(LogFixture.usedBytes(log.disk()) + pages * 4096L);
        }

        private String record() {
            return history.next() + ":" + "\0".repeat(random.nextInt(random.nextInt(4) == 0 ? 7000 : 30));
        }
    }
}
