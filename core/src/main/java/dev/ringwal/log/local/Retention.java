package dev.ringwal.log.local;

import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;

/**
 * What of a log is dropped without being asked: whole sealed segments, oldest first.
 *
 * @param bytes     what the segments may take together, the open one counted as if it were full; {@link #UNBOUNDED}: nothing is dropped
 *                  for that
 * @param ageNanos  a segment is dropped when all its records were written so long ago; {@link #UNBOUNDED}: never
 * @param rollNanos the open segment is sealed so long after it was begun, if it has records; {@link #UNBOUNDED}: only when it is full
 * @param consumed  whether what all consumers have consumed is dropped
 */
public record Retention(long bytes, long ageNanos, long rollNanos, Consumed consumed) {

    /** What becomes of segments that all consumers have committed past. */
    public enum Consumed { KEPT, DROPPED }

    public static final long UNBOUNDED = Long.MAX_VALUE;

    public static final Retention FOR_EVER = new Retention(UNBOUNDED, UNBOUNDED, UNBOUNDED);

    /** Without a look at consumers. */
    public Retention(long bytes, long ageNanos, long rollNanos) {
        this(bytes, ageNanos, rollNanos, Consumed.KEPT);
    }

    /** What is due is done so much later at most, as a part of the time that it is due after. */
    private static final int PARTS = 16;

    private static final long LEAST_TICK_NANOS = 1_000_000;

    /** How often time has to be looked at; {@link #UNBOUNDED}: never. */
    long tickNanos() {
        long shortest = Math.min(ageNanos, rollNanos);
        return shortest == UNBOUNDED ? UNBOUNDED : Math.max(LEAST_TICK_NANOS, shortest / PARTS);
    }

    boolean dropsAnything() {
        return bytes != UNBOUNDED || ageNanos != UNBOUNDED || consumed == Consumed.DROPPED;
    }

    /**
     * The first segment that stays.
     *
     * @param live      not empty
     * @param openBytes what the last one is counted as
     * @param firstNotConsumed the first record that some consumer has not consumed; {@link #UNBOUNDED} when there is no consumer
     */
    Segment firstToKeep(Segments live, long openBytes, long nowNanos, long firstNotConsumed) {
        long taken = openBytes;
        for (int i = 0; i < live.count() - 1; i++) {
            taken += live.get(i).end();
        }
        int first = 0;
        while (first < live.count() - 1 && (taken > bytes || isOld(live.get(first + 1), nowNanos)
                || isConsumed(live.get(first + 1), firstNotConsumed))) {
            taken -= live.get(first).end();
            first++;
        }
        return live.get(first);
    }

    private boolean isConsumed(Segment following, long firstNotConsumed) {
        return consumed == Consumed.DROPPED && firstNotConsumed != UNBOUNDED && following.firstSequence() <= firstNotConsumed;
    }

    /** Whether all before the segment is so old: it was written before this one began. */
    private boolean isOld(Segment following, long nowNanos) {
        return ageNanos != UNBOUNDED && nowNanos - following.startNanos() >= ageNanos;
    }
}
