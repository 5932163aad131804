package dev.ringwal.log.format;

import java.nio.ByteBuffer;

/**
 * The body of the footer, the last page of a sealed segment.
 *
 * @param firstSequence the first record in the segment (the next to come, where it has none)
 * @param lastSequence  the last record in it or before it
 * @param records       records in the segment
 * @param payloadBytes  their bytes
 * @param firstNanos    time of the first frame with records, 0 where there is none
 * @param lastNanos     time of the last one
 * @param indexOffset   where the index frame begins
 * @param topicsOffset  where the frame begins that says where each topic's postings are, 0 where no record has a topic
 * @param controlOffset where the frame with the whole control state begins, 0 where there is none
 */
public record FooterBody(long firstSequence, long lastSequence, long records, long payloadBytes, long firstNanos, long lastNanos,
        long indexOffset, long topicsOffset, long controlOffset) {

    /** The footer whole. It begins at a page. */
    public static final int FRAME_BYTES = Alignment.PAGE_BYTES;

    /** Its body fills the page, so that a flipped bit anywhere in it shows. */
    private static final int BODY_BYTES = FRAME_BYTES - FrameHeader.BYTES;

    /** Writes the footer at the buffer's index (a page of zeros until now), ready for its place. */
    public void encodeFrame(ByteBuffer buffer, int index, long salt, long offset, Place attested) {
        int body = index + FrameHeader.BYTES;
        buffer.putLong(body, firstSequence);
        buffer.putLong(body + 8, lastSequence);
        buffer.putLong(body + 16, records);
        buffer.putLong(body + 24, payloadBytes);
        buffer.putLong(body + 32, firstNanos);
        buffer.putLong(body + 40, lastNanos);
        buffer.putLong(body + 48, indexOffset);
        buffer.putLong(body + 56, topicsOffset);
        buffer.putLong(body + 64, controlOffset);
        FrameHeader.describe(buffer, index, FrameHeader.FOOTER, 0, BODY_BYTES, 0);
        FrameHeader.close(buffer, index, new Checksum(), salt, offset, lastSequence + 1, lastNanos, attested);
    }

    /** Whether a segment can end so that begins behind that record. */
    public boolean isPlausible(long lastSequenceBefore) {
        return lastSequence >= lastSequenceBefore && lastSequence <= StartBody.MAX_SEQUENCE;
    }

    /** Whether the (verified) footer at the buffer's index is of this version's length. */
    public static boolean isWhole(ByteBuffer buffer, int index) {
        return FrameHeader.bodyLength(buffer, index) == BODY_BYTES;
    }

    /** Reads the body of the (verified and whole) footer at the buffer's index. */
    public static FooterBody decode(ByteBuffer buffer, int index) {
        int body = index + FrameHeader.BYTES;
        return new FooterBody(buffer.getLong(body), buffer.getLong(body + 8), buffer.getLong(body + 16),
                buffer.getLong(body + 24), buffer.getLong(body + 32), buffer.getLong(body + 40), buffer.getLong(body + 48),
                buffer.getLong(body + 56), buffer.getLong(body + 64));
    }
}
