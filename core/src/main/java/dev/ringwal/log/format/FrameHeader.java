package dev.ringwal.log.format;

import java.nio.ByteBuffer;

/**
 * The 64 bytes in front of every frame: offsets and access. The package documentation has the ruler and says when a frame is
 * valid. All methods take the buffer (little endian) and the index in it at which the frame begins.
 */
public final class FrameHeader {

    public static final int BYTES = 64;
    public static final int VERSION = 1;

    /** Records. */
    public static final int DATA = 1;
    /** Opens a segment: {@link StartBody}. */
    public static final int START = 2;
    /** The sparse index of a sealed segment: {@link SparseIndex}. */
    public static final int INDEX = 3;
    /** Seals a segment: {@link FooterBody}. */
    public static final int FOOTER = 4;
    /** Names and positions: {@link ControlState}. */
    public static final int CONTROL = 5;
    /** Of a sealed segment: which frames have records of one topic, {@link TopicIndex}. */
    public static final int POSTINGS = 6;
    /** Of a sealed segment: where the postings of each topic are, {@link TopicIndex}. */
    public static final int TOPICS = 7;

    /** Flag: the batch goes on in the next frame. */
    public static final int MORE = 1;
    /** Flag: records of it have a topic, see {@link RecordHead}. */
    public static final int WITH_TOPICS = 2;

    /** What {@link #check} found. */
    public enum Verdict { VALID, INVALID, NEWER }

    private static final int BODY_LENGTH_OFFSET = 0;
    private static final int VERSION_OFFSET = 4;
    private static final int KIND_OFFSET = 5;
    private static final int FLAGS_OFFSET = 6;
    private static final int TRANSFORM_OFFSET = 7;
    private static final int FIRST_SEQUENCE_OFFSET = 8;
    private static final int RECORDS_OFFSET = 16;
    private static final int BODY_CRC_OFFSET = 20;
    private static final int TIME_OFFSET = 24;
    private static final int ATTESTED_SEGMENT_OFFSET = 32;
    private static final int ATTESTED_SALT_OFFSET = 40;
    private static final int ATTESTED_OFFSET_OFFSET = 48;
    private static final int RESERVED_OFFSET = 56;
    private static final int HEADER_CRC_OFFSET = 60;

    private FrameHeader() {
    }

    /** The bytes that a frame with this body takes, up to where the next may begin. */
    public static int frameBytes(int bodyLength) {
        return BYTES + Alignment.toFrame(bodyLength);
    }

    /** Writes what is known before the frame has its place; the padding behind the body must be zeros already. */
    static void describe(ByteBuffer buffer, int index, int kind, int flags, int bodyLength, int records) {
        buffer.putInt(index + BODY_LENGTH_OFFSET, bodyLength);
        buffer.put(index + VERSION_OFFSET, (byte) VERSION);
        buffer.put(index + KIND_OFFSET, (byte) kind);
        buffer.put(index + FLAGS_OFFSET, (byte) flags);
        buffer.put(index + TRANSFORM_OFFSET, (byte) 0);
        buffer.putInt(index + RECORDS_OFFSET, records);
        buffer.putInt(index + RESERVED_OFFSET, 0);
    }

    /** Adds what depends on the place, and both checksums: the frame is then ready to be written at the offset. */
    static void close(ByteBuffer buffer, int index, Checksum checksum, long salt, long offset, long firstSequence,
            long timeNanos, Place attested) {
        close(buffer, index, checksum, salt, offset, firstSequence, timeNanos, attested.segment(), attested.salt(), attested.offset());
    }

    /** The same, the attested place as three numbers. */
    static void close(ByteBuffer buffer, int index, Checksum checksum, long salt, long offset, long firstSequence,
            long timeNanos, long attestedSegment, long attestedSalt, long attestedOffset) {
        buffer.putLong(index + FIRST_SEQUENCE_OFFSET, firstSequence);
        buffer.putLong(index + TIME_OFFSET, timeNanos);
        buffer.putLong(index + ATTESTED_SEGMENT_OFFSET, attestedSegment);
        buffer.putLong(index + ATTESTED_SALT_OFFSET, attestedSalt);
        buffer.putLong(index + ATTESTED_OFFSET_OFFSET, attestedOffset);
        buffer.putInt(index + BODY_CRC_OFFSET, bodyCrc(buffer, index, checksum, salt, offset));
        buffer.putInt(index + HEADER_CRC_OFFSET, checksum.seeded(salt, offset, buffer, index, HEADER_CRC_OFFSET));
    }

    /** Makes a frame of another place valid at this one: same records, same time. */
    public static void move(ByteBuffer buffer, int index, long salt, long offset, Place attested) {
        close(buffer, index, new Checksum(), salt, offset, firstSequence(buffer, index), timeNanos(buffer, index), attested);
    }

    /** Puts a data frame with the first records of another one at the target's begin, ready for its place. */
    public static void copyPart(ByteBuffer source, int index, int records, int bodyBytes, ByteBuffer target, long salt, long offset,
            Place attested) {
        target.put(BYTES, source, index + BYTES, bodyBytes);
        describe(target, 0, DATA, hasTopics(source, index) ? WITH_TOPICS : 0, bodyBytes, records);
        close(target, 0, new Checksum(), salt, offset, firstSequence(source, index), timeNanos(source, index), attested);
    }

    /**
     * Whether a header stands here, whole body not looked at.
     *
     * @param available bytes from the frame's begin to the end of the file or of the segment
     */
    public static Verdict check(ByteBuffer buffer, int index, Checksum checksum, long salt, long offset, long available) {
        int length = bodyLength(buffer, index);
        if (length < 0 || version(buffer, index) == 0 || BYTES + Alignment.toFrame((long) length) > available
                || buffer.getInt(index + HEADER_CRC_OFFSET)
                        != checksum.seeded(salt, offset, buffer, index, HEADER_CRC_OFFSET)) {
            return Verdict.INVALID;
        }
        return isKnown(buffer, index) ? Verdict.VALID : Verdict.NEWER;
    }

    private static boolean isKnown(ByteBuffer buffer, int index) {
        int kind = kind(buffer, index);
        return version(buffer, index) == VERSION && kind >= DATA && kind <= TOPICS
                && (flags(buffer, index) & ~(MORE | WITH_TOPICS)) == 0 && buffer.get(index + TRANSFORM_OFFSET) == 0
                && buffer.getInt(index + RESERVED_OFFSET) == 0;
    }

    /** Whether the body, which must be in the buffer, is the one that the (checked) header was written for. */
    public static boolean bodyVerifies(ByteBuffer buffer, int index, Checksum checksum, long salt, long offset) {
        return buffer.getInt(index + BODY_CRC_OFFSET) == bodyCrc(buffer, index, checksum, salt, offset);
    }

    private static int bodyCrc(ByteBuffer buffer, int index, Checksum checksum, long salt, long offset) {
        return checksum.seeded(salt, offset, buffer, index + BYTES, Alignment.toFrame(bodyLength(buffer, index)));
    }

    public static int bodyLength(ByteBuffer buffer, int index) {
        return buffer.getInt(index + BODY_LENGTH_OFFSET);
    }

    public static int version(ByteBuffer buffer, int index) {
        return buffer.get(index + VERSION_OFFSET) & 0xFF;
    }

    public static int kind(ByteBuffer buffer, int index) {
        return buffer.get(index + KIND_OFFSET) & 0xFF;
    }

    private static int flags(ByteBuffer buffer, int index) {
        return buffer.get(index + FLAGS_OFFSET) & 0xFF;
    }

    /** Whether records of this frame have a topic. */
    public static boolean hasTopics(ByteBuffer buffer, int index) {
        return (flags(buffer, index) & WITH_TOPICS) != 0;
    }

    /** Whether the batch at the end of this frame goes on in the next. */
    public static boolean hasMore(ByteBuffer buffer, int index) {
        return (flags(buffer, index) & MORE) != 0;
    }

    /** The first record's sequence; in a frame without records the next that will be given out. */
    public static long firstSequence(ByteBuffer buffer, int index) {
        return buffer.getLong(index + FIRST_SEQUENCE_OFFSET);
    }

    /** Records in a data frame, entries in an index frame, else 0. */
    public static int records(ByteBuffer buffer, int index) {
        return buffer.getInt(index + RECORDS_OFFSET);
    }

    public static long timeNanos(ByteBuffer buffer, int index) {
        return buffer.getLong(index + TIME_OFFSET);
    }

    /** The attested position when the frame was written. */
    public static Place attested(ByteBuffer buffer, int index) {
        return new Place(buffer.getLong(index + ATTESTED_SEGMENT_OFFSET), buffer.getLong(index + ATTESTED_SALT_OFFSET),
                buffer.getLong(index + ATTESTED_OFFSET_OFFSET));
    }
}
