package dev.ringwal;

/** How long a sync takes here, as the last ones tell. The syncing thread measures, any thread asks. */
final class SyncTime {

    /** The newest sync makes up so small a part of the average. */
    private static final int WEIGHT = 8;

    /**
     * The longest sync that is worth spinning for. A parked thread wakes up some ten to twenty microseconds late, on a processor that
     * has gone to sleep meanwhile: much of a sync that takes twenty, little of one that takes a hundred, and the spinning keeps the
     * processor from those whom the sync needs, which shows in one of a thousand.
     */
    private static final long SHORT_NANOS = 50_000;

    /** The same for whoever has processors to spare: much of a sync that takes a hundred, little of one that takes a millisecond. */
    private static final long SHORT_FOR_SPINNERS_NANOS = 250_000;

    private static final long UNKNOWN = -1;

    private final long shortNanos;
    private volatile long averageNanos = UNKNOWN;

    SyncTime(Waiting waiting) {
        shortNanos = waiting == Waiting.SPIN ? SHORT_FOR_SPINNERS_NANOS : SHORT_NANOS;
    }

    /** One more. The syncing thread. */
    void add(long nanos) {
        long before = averageNanos;
        averageNanos = before == UNKNOWN ? nanos : before + (nanos - before) / WEIGHT;
    }

    /** What a sync takes; 0 before the first. */
    long typicalNanos() {
        return Math.max(0, averageNanos);
    }

    /** How long it pays to spin for the outcome of an append that waits for a sync: not at all where syncs are slow, or none was yet. */
    long worthSpinningNanos() {
        long nanos = averageNanos;
        return nanos > shortNanos ? 0 : Math.max(0, 2 * nanos);
    }
}
