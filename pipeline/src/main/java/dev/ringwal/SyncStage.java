package dev.ringwal;

import dev.ringwal.log.LogStore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Syncs what is written: at once when somebody waits for it, else when the sync interval is over. While one sync runs the next records
 * queue up, and the next sync covers them all.
 *
 * <p>It moves no slots. Notify asks store and write stage about each, so that with a thread of its own it completes
 * {@code WRITTEN} appends while a sync runs.
 */
final class SyncStage extends Stage {

    private static final long NONE = Long.MAX_VALUE;
    /** As many times at most a due sync lets the next group be written first. */
    private static final int MOST_HELD_BACK = 8;
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
    private int heldBack;
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
            return false;
        }
        long now = clock.getAsLong();
        if (write.wantedDurable() > durable || dueNanos != NONE && now - dueNanos >= 0) {
            if (heldBack < MOST_HELD_BACK && moreToWrite.getAsBoolean()) {
                heldBack++;
            } else {
                heldBack = 0;
                sync(now);
            }
            return true;
        }
        if (dueNanos == NONE) {
            dueNanos = now + intervalNanos;
        }
        return false;
    }

    private void sync(long startNanos) {
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
        return dueNanos;
    }

    @Override
    boolean ended() {
        return write.ended() && (lifecycle.poisoned() || progress.durable() >= write.wantedDurable());
    }

    long longestNanos() {
        return longestNanos;
    }
}
