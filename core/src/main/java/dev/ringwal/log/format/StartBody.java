package dev.ringwal.log.format;

import java.nio.ByteBuffer;

/**
 * The body of a start frame: where the log before this segment ends, and how much belongs to the start. Everything behind
 * {@code before} in lower-numbered segments is void.
 *
 * @param before        the end of the log before this segment; {@link Place#NONE} in the first one
 * @param lastSequence  the last record before it, -1 if none
 * @param formerLastSequence what the start of the segment in which {@code before} is calls its own {@code lastSequence}, so that damage
 *                      there does not hide where the log before that segment ends; -1 if there is none
 * @param startBytes    length of the start: this frame and the frames copied behind it
 * @param copiedRecords records in those copied frames
 */
public record StartBody(Reason reason, Place before, long lastSequence, long formerLastSequence, long startBytes, long copiedRecords) {

    /** Why a segment begins. The order is the number on disk. */
    public enum Reason { FIRST, ROLL, RECOVERY, TRUNCATION }

    public static final int BYTES = 64;

    /** A start frame whole. */
    public static final int FRAME_BYTES = FrameHeader.BYTES + BYTES;

    /** No log comes so far: a million records a second take more than a hundred thousand years. */
    static final long MAX_SEQUENCE = 1L << 62;

    private static final int REASON_OFFSET = 0;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SALT_OFFSET = 16;
    private static final int OFFSET_OFFSET = 24;
    private static final int LAST_SEQUENCE_OFFSET = 32;
    private static final int FORMER_LAST_SEQUENCE_OFFSET = 40;
    private static final int START_BYTES_OFFSET = 48;
    private static final int COPIED_RECORDS_OFFSET = 56;

    /** Writes the whole start frame at the index, ready for its place: offset {@link SegmentHeader#BYTES} of the segment. */
    public void encodeFrame(ByteBuffer buffer, int index, long salt, long timeNanos, Place attested) {
        int body = index + FrameHeader.BYTES;
        buffer.putLong(body + REASON_OFFSET, reason.ordinal());
        buffer.putLong(body + SEGMENT_OFFSET, before.segment());
        buffer.putLong(body + SALT_OFFSET, before.salt());
        buffer.putLong(body + OFFSET_OFFSET, before.offset());
        buffer.putLong(body + LAST_SEQUENCE_OFFSET, lastSequence);
        buffer.putLong(body + FORMER_LAST_SEQUENCE_OFFSET, formerLastSequence);
        buffer.putLong(body + START_BYTES_OFFSET, startBytes);
        buffer.putLong(body + COPIED_RECORDS_OFFSET, copiedRecords);
        FrameHeader.describe(buffer, index, FrameHeader.START, 0, BYTES, 0);
        FrameHeader.close(buffer, index, new Checksum(), salt, SegmentHeader.BYTES, lastSequence + 1, timeNanos, attested);
    }

    /** Whether the (verified) start frame at the index is of this version's length, and gives a reason that it knows. */
    public static boolean isKnown(ByteBuffer buffer, int index) {
        if (FrameHeader.bodyLength(buffer, index) != BYTES) {
            return false;
        }
        long reason = buffer.getLong(index + FrameHeader.BYTES + REASON_OFFSET);
        return reason >= 0 && reason < Reason.values().length;
    }

    /** Whether a log can begin so; a checksum says that somebody wrote it, not that it was Ringwal. */
    public boolean isPlausible() {
        return formerLastSequence >= -1 && lastSequence >= formerLastSequence && lastSequence <= MAX_SEQUENCE
                && copiedRecords >= 0 && startBytes >= FRAME_BYTES;
    }

    /** Reads the body of the (verified and known) start frame at the index. */
    public static StartBody decode(ByteBuffer buffer, int index) {
        int body = index + FrameHeader.BYTES;
        return new StartBody(
                Reason.values()[Math.toIntExact(buffer.getLong(body + REASON_OFFSET))],
                new Place(buffer.getLong(body + SEGMENT_OFFSET), buffer.getLong(body + SALT_OFFSET),
                        buffer.getLong(body + OFFSET_OFFSET)),
                buffer.getLong(body + LAST_SEQUENCE_OFFSET),
                buffer.getLong(body + FORMER_LAST_SEQUENCE_OFFSET),
                buffer.getLong(body + START_BYTES_OFFSET),
                buffer.getLong(body + COPIED_RECORDS_OFFSET));
    }

    /** The last record that a truncation has left; {@code Long.MIN_VALUE} where it is none. */
    public long cutAfter() {
        return reason == Reason.TRUNCATION ? lastSequence + copiedRecords : Long.MIN_VALUE;
    }

    /** The last record that segments in front of this one, which has that number, have; with those copied from the one right in front. */
    public long lastInFrontOf(long number) {
        return before.segment() == number - 1 ? lastSequence + copiedRecords : lastSequence;
    }

    /** The offset behind the start: where the records of this segment's own begin. */
    public long endOffset() {
        return SegmentHeader.BYTES + startBytes;
    }
}
