package dev.ringwal.log.local;

/** How large the next segment should be: small at first and doubling, so that small logs stay small. The writing thread. */
final class SegmentSizes {

    private static final long FIRST_BYTES = 1024 * 1024;

    private final long segmentBytes;
    private long next;

    SegmentSizes(long segmentBytes) {
        this.segmentBytes = segmentBytes;
        this.next = Math.min(FIRST_BYTES, segmentBytes);
    }

    long next() {
        return next;
    }

    /** A segment has begun: the one behind may be twice as large. */
    void begun() {
        next = Math.min(next * 2, segmentBytes);
    }
}
