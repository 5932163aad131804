package dev.ringwal;

import dev.ringwal.log.LogStore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Syncs what is written: at once when somebody waits for it, else before the sync interval is over. While one sync runs the next records
 * queue up, and the next sync covers them all. Where they fill several groups, and are written by this thread, it comes after the last
 * of these.
 *
 * <p>What nobody waits for is left to the store's own thread at half of the interval, or when it is much, so that writing goes on beside
 * it; what that has not done by the interval's end is done here.
 *
 * <p>It moves no slots. Notify asks store and write stage about each, so that with a thread of its own it completes
 * {@code WRITTEN} appends while a sync runs.
 */
final class SyncStage extends Stage {

    private static final long NONE = Long.MAX_VALUE;
    /** So many groups at most are written between the wish for a sync and the sync; a ring of records of a KiB makes four. */
    private static final int MOST_LET_PASS = 8;
    /** What nobody waits for is left to the store once it is so much: a roll, which waits for a sync of all, then finds little to do. */
    static final long MUCH_BYTES = 4 * 1024 * 1024;
    private static final long SLOW_NANOS = 1_000_000_000L;

    private final LogStore store;
    private final WriteStage write;
    private final Progress progress;
    private final Lifecycle lifecycle;
    private final long intervalNanos;
    private final LongSupplier clock;
    private final Incidents incidents;
    private final SyncTime syncTime;
    private final BooleanSupplier moreToWrite;

    /** When the sync of what is written so far is due, or {@link #NONE}. */
    private long dueNanos = NONE;

    /** What was left to the store's own thread, and when; {@link #NONE} when nothing is. */
    private long leftMark = NONE;
    private long leftNanos;
    private long leftBytes;
    private int letPass;
    private long lettingPassSince;
    private volatile long longestNanos;

    /** @param moreToWrite whether the next group follows at once, and on this thread: one sync then covers both */
    SyncStage(LogStore store, WriteStage write, Progress progress, Lifecycle lifecycle, Poison poison, long intervalNanos,
            LongSupplier clock, Incidents incidents, SyncTime syncTime, BooleanSupplier moreToWrite) {
        super(poison);
        this.store = store;
        this.write = write;
        this.progress = progress;
        this.lifecycle = lifecycle;
        this.intervalNanos = intervalNanos;
        this.clock = clock;
        this.incidents = incidents;
        this.syncTime = syncTime;
        this.moreToWrite = moreToWrite;
    }

    @Override
    boolean advance() {
        long durable = progress.durable();
        if (progress.written() <= durable || lifecycle.poisoned()) {
            dueNanos = NONE;
            leftMark = NONE;
            leftBytes = write.payloadBytes();
            return false;
        }
        if (durable >= leftMark) {
            leftMark = NONE;
            dueNanos = leftNanos + intervalNanos; // for what was written since
        }
        long now = clock.getAsLong();
        boolean wanted = write.wantedDurable() > durable;
        if (wanted && letsNextGroupPass(now)) {
            return true;
        }
        if (wanted || dueNanos != NONE && now - dueNanos >= 0) {
            sync(now);
            return true;
        }
        if (dueNanos == NONE) {
            dueNanos = now + intervalNanos;
        } else if (leftMark == NONE && (now - halfDueNanos() >= 0 || write.payloadBytes() - leftBytes >= MUCH_BYTES)) {
            leave(now);
        }
        return false;
    }

    private void leave(long now) {
        leftMark = progress.written();
        leftNanos = now;
        leftBytes = write.payloadBytes();
        store.syncLater();
    }

    private long halfDueNanos() {
        return dueNanos - intervalNanos / 2;
    }

    /** Where the next group follows at once: as many as a sync takes the time of, and no more than some. */
    private boolean letsNextGroupPass(long now) {
        if (letPass == MOST_LET_PASS || !moreToWrite.getAsBoolean()) {
            return false;
        }
        if (letPass++ == 0) {
            lettingPassSince = now;
        }
        return now - lettingPassSince <= syncTime.typicalNanos();
    }

    private void sync(long startNanos) {
        letPass = 0;
        leftMark = NONE;
        leftBytes = write.payloadBytes();
        // What is written meanwhile was so after the start, so it is due an interval later at the latest.
        dueNanos = startNanos + intervalNanos;
        store.sync();
        long took = clock.getAsLong() - startNanos;
        syncTime.add(took);
        if (took > longestNanos) {
            longestNanos = took;
        }
        if (took > SLOW_NANOS) {
            incidents.syncSlow(took);
        }
    }

    @Override
    long deadlineNanos() {
        return dueNanos == NONE || leftMark != NONE ? dueNanos : halfDueNanos();
    }

    @Override
    boolean ended() {
        return write.ended() && (lifecycle.poisoned() || progress.durable() >= write.wantedDurable());
    }

    long longestNanos() {
        return longestNanos;
    }
}
