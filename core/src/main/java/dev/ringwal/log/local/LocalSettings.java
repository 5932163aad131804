package dev.ringwal.log.local;

import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * How a log on local disk writes. None of it limits recovery or reading.
 *
 * @param segmentBytes   size of a segment file; the first ones of an opening are smaller and double up to it
 * @param wallClockNanos nanoseconds since 1970
 * @param threads        makes the preparing thread; it must ignore interrupts
 * @param retention      what is dropped without being asked
 * @param controlLimitBytes what names of topics and positions of consumers may take together, in each segment and in memory
 */
public record LocalSettings(long segmentBytes, LongSupplier wallClockNanos, ThreadFactory threads, Retention retention,
        int controlLimitBytes) {

    /** The least a segment may have. */
    public static final long MIN_SEGMENT_BYTES = 16 * 1024;

    public static final long DEFAULT_SEGMENT_BYTES = 64L * 1024 * 1024;

    public static final int DEFAULT_CONTROL_LIMIT_BYTES = 1024 * 1024;

    /** The most that may be set: what is copied out of a damaged log may have had any limit below. */
    public static final int MAX_CONTROL_LIMIT_BYTES = 64 * 1024 * 1024;

    /** Drops nothing without being asked. */
    public LocalSettings(long segmentBytes, LongSupplier wallClockNanos, ThreadFactory threads) {
        this(segmentBytes, wallClockNanos, threads, Retention.FOR_EVER);
    }

    /** With the default limit for names and positions. */
    public LocalSettings(long segmentBytes, LongSupplier wallClockNanos, ThreadFactory threads, Retention retention) {
        this(segmentBytes, wallClockNanos, threads, retention, DEFAULT_CONTROL_LIMIT_BYTES);
    }

    public LocalSettings {
        if (segmentBytes < MIN_SEGMENT_BYTES) {
            throw new IllegalArgumentException("segmentBytes " + segmentBytes + " is below " + MIN_SEGMENT_BYTES);
        }
    }
}
