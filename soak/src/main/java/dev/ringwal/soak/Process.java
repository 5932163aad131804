package dev.ringwal.soak;

import dev.ringwal.SteppedStages;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.local.Backups;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.Retention;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One opening of the log, in one process: its stages and its preparing, stepped in any order. */
final class Process {

    private static final long SEGMENT_BYTES = 16 * 1024;
    private static final long MILLI = 1_000_000;
    private static final int RING_SIZE = 8;
    private static final int RECORD_LIMIT_BYTES = 8 * 1024;
    private static final int BATCH_LIMIT_BYTES = 32 * 1024;

    /** Each does all that can be done. */
    private static final int MOST_ROUNDS = 100;

    private final MemoryStorage disk;
    private final SteppedWorker worker = new SteppedWorker();
    private final LogStore store;
    private final SteppedStages stages;
    private final List<Follower> readers = new ArrayList<>();

    /** How a log is opened, each time of its life. Most keep all that they are not told to trim. */
    static LocalSettings settings(Dice dice, Clock clock) {
        Retention retention = switch (dice.below(10)) {
            case 0 -> new Retention(3 * SEGMENT_BYTES, Retention.UNBOUNDED, Retention.UNBOUNDED);
            case 1 -> new Retention(Retention.UNBOUNDED, 8 * MILLI, 4 * MILLI);
            case 2 -> new Retention(Retention.UNBOUNDED, Retention.UNBOUNDED, 4 * MILLI);
            default -> Retention.FOR_EVER;
        };
        return new LocalSettings(dice.of(List.of(SEGMENT_BYTES, 2 * SEGMENT_BYTES)), clock::wallNanos, Thread::new, retention);
    }

    /** Opens, recovering first. */
    Process(MemoryStorage disk, Clock clock, LocalSettings settings, Dice dice) throws IOException {
        this.disk = disk;
        store = LocalLog.open(disk, settings, worker, dice::any);
        stages = new SteppedStages(store, builder -> builder.ringSize(RING_SIZE).recordLimitBytes(RECORD_LIMIT_BYTES)
                .batchLimitBytes(BATCH_LIMIT_BYTES).bytesInFlight(2 * BATCH_LIMIT_BYTES), clock::nanos);
    }

    static int recordLimitBytes() {
        return RECORD_LIMIT_BYTES;
    }

    WriteAheadLog log() {
        return stages.log();
    }

    SteppedStages stages() {
        return stages;
    }

    /** Lets something of the log's own go on: a stage, or the preparing. */
    void step(Dice dice) {
        int turn = dice.below(stages.count() + 1);
        if (turn == stages.count()) {
            worker.step();
        } else {
            stages.step(turn);
        }
    }

    /** Lets everything go on until nothing moves. */
    void run() {
        do {
            stages.run();
        } while (!disk.hasStopped() && worker.step());
    }

    /** What is durable now, on a disk of its own. */
    void backUp(MemoryStorage to) throws IOException {
        Backups.take(store, disk, to);
    }

    /** Readers that stay open from one look to the next. */
    List<Follower> readers() {
        return readers;
    }

    /** Finishes all that was handed in, and ends; a machine that stops meanwhile ends it sooner. */
    void close() {
        stages.startClosing();
        finish();
    }

    /** Fails what is pending, at once; only then all ends. */
    void closeWithoutWaiting() {
        log().close(Duration.ZERO);
    }

    /** Does what is left to do after a close has begun. */
    void finish() {
        for (int rounds = 0; !stages.ended() && !disk.hasStopped(); rounds++) {
            World.require(rounds < MOST_ROUNDS, "the close hangs: " + log().statistics());
            run();
        }
        readers.forEach(Follower::close);
        readers.clear();
        if (!disk.hasStopped()) {
            stages.end();
        }
    }
}
