package dev.ringwal.log.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What one write and one sync cover: frames of records in one direct buffer, built by the encoding thread and then, when sequence
 * and place are known, closed by the store. Nothing that is added depends on sequence or place.
 *
 * <p>A frame ends at the first record boundary behind {@link #FRAME_BYTES}; a batch that goes on behind it is marked so. One thread
 * at a time.
 */
public final class Group {

    /**
     * Bytes, the header's included, after which a frame ends. One checksum call covers them; a point read reads and verifies them, and so
     * is a quarter quicker than with twice as much ({@code ringwal bench --workloads W4b}), while replay is as quick (W4).
     */
    public static final int FRAME_BYTES = 8 * 1024;

    /** In front of each record in a frame, of the default topic. */
    public static final int RECORD_HEADER_BYTES = RecordHead.BYTES;

    private static final int NO_FRAME = -1;

    private final ByteBuffer everyday;
    private final Checksum checksum = new Checksum();
    private ByteBuffer buffer;
    private int[] frames = new int[16];
    private int frameCount;
    private int openFrame = NO_FRAME;
    private int openRecords;
    private int end;
    private int openFlags;
    private int records;
    private long payloadBytes;
    private int topicRecords;
    private int highestTopic;
    private int controls;
    private final Bytes control = new Bytes();
    private long attestedSegment = Place.NONE.segment();
    private long attestedSalt = Place.NONE.salt();
    private long attestedOffset = Place.NONE.offset();
    private long firstSequence = -1;
    private long segment = -1;
    private long begin;

    /** Whose array can be read where it is. */
    private static final class Bytes extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }

    /** @param bytes what it holds without taking more memory */
    public Group(int bytes) {
        everyday = allocate(bytes);
        buffer = everyday;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The most bytes that records take in frames, with these bytes of payload. */
    public static long bytesFor(long records, long payloadBytes) {
        long body = records * RECORD_HEADER_BYTES + payloadBytes;
        long mostFrames = body / (FRAME_BYTES - FrameHeader.BYTES) + 1;
        return body + mostFrames * (FrameHeader.BYTES + Alignment.FRAME_ALIGNMENT_BYTES);
    }

    /** Whether so many records with these bytes altogether can be added without taking more memory. */
    public boolean fits(long moreRecords, long morePayloadBytes) {
        return end + controlFrameBytes() + bytesFor(moreRecords, morePayloadBytes) + FrameHeader.BYTES <= buffer.capacity();
    }

    /** Of the control frame that comes last. */
    private int controlFrameBytes() {
        return controls == 0 ? 0 : FrameHeader.frameBytes(control.size());
    }

    /**
     * Takes memory for an empty group of so many records with these bytes altogether, until it is cleared.
     *
     * @throws OutOfMemoryError when there is none; the group is unchanged
     */
    public void grow(long moreRecords, long morePayloadBytes) {
        assert isEmpty();
        buffer = allocate(Math.toIntExact(bytesFor(moreRecords, morePayloadBytes) + FrameHeader.BYTES));
    }

    /** Adds a record of the default topic; it must fit. */
    public void add(byte[] source, int from, int length) {
        add(source, from, length, RecordHead.DEFAULT_TOPIC);
    }

    /** Adds a record; it must fit, with the bytes that a topic takes. */
    public void add(byte[] source, int from, int length, int topic) {
        int at = begin(length, topic);
        buffer.put(at, source, from, length);
        added(at, length);
        endFrameIfFull(false);
    }

    /** Adds a record, the source's bytes from {@code from} on; it must fit, with the bytes that a topic takes. */
    public void add(ByteBuffer source, int from, int length, int topic) {
        int at = begin(length, topic);
        buffer.put(at, source, from, length);
        added(at, length);
        endFrameIfFull(false);
    }

    /**
     * Adds records that are atomic together; they must fit.
     *
     * @param encoded each record's head and its bytes, one after the other
     * @param count   how many
     */
    public void addBatch(ByteBuffer encoded, int count) {
        int from = encoded.position();
        for (int i = 1; i <= count; i++) {
            int head = encoded.getInt(from);
            int length = RecordHead.length(head);
            int at = begin(length, RecordHead.topic(encoded, from));
            if (i < count) {
                RecordHead.markMore(buffer, end);
            }
            from += RecordHead.bytes(head);
            buffer.put(at, encoded, from, length);
            from += length;
            added(at, length);
            endFrameIfFull(i < count);
        }
    }

    /**
     * Adds a control entry: it stands behind all records of the group. It must fit, as a record of its length would.
     *
     * @param topic that it speaks of
     */
    public void addControl(byte[] source, int from, int length, int topic) {
        control.write(source, from, length);
        controls++;
        highestTopic = Math.max(highestTopic, topic);
    }

    private int begin(int length, int topic) {
        if (openFrame == NO_FRAME) {
            openFrame = end;
            openRecords = 0;
            openFlags = 0;
            end += FrameHeader.BYTES;
        }
        if (topic != RecordHead.DEFAULT_TOPIC) {
            openFlags = FrameHeader.WITH_TOPICS;
            topicRecords++;
            highestTopic = Math.max(highestTopic, topic);
        }
        return RecordHead.put(buffer, end, length, topic);
    }

    private void added(int at, int length) {
        end = at + length;
        openRecords++;
        records++;
        payloadBytes += length;
    }

    private void endFrameIfFull(boolean batchGoesOn) {
        if (end - openFrame >= FRAME_BYTES) {
            endFrame(FrameHeader.DATA, openFlags | (batchGoesOn ? FrameHeader.MORE : 0));
        }
    }

    private void endFrame(int kind, int flags) {
        FrameHeader.describe(buffer, openFrame, kind, flags, end - openFrame - FrameHeader.BYTES, openRecords);
        while (end % Alignment.FRAME_ALIGNMENT_BYTES != 0) {
            buffer.put(end++, (byte) 0);
        }
        if (frameCount == frames.length) {
            frames = Arrays.copyOf(frames, frameCount * 2);
        }
        frames[frameCount++] = openFrame;
        openFrame = NO_FRAME;
    }

    /** Ends the last frame. Nothing may be added after it. */
    public void complete() {
        if (openFrame != NO_FRAME) {
            endFrame(FrameHeader.DATA, openFlags);
        }
        if (controls > 0) {
            openFrame = end;
            openRecords = 0;
            end += FrameHeader.BYTES;
            buffer.put(end, control.array(), 0, control.size());
            end += control.size();
            endFrame(FrameHeader.CONTROL, 0);
        }
    }

    /** Its frames will say that this place is attested; {@link Place#NONE} until then. Numbers, as places would be allocated for each group. */
    public void attest(long segmentNumber, long salt, long offset) {
        attestedSegment = segmentNumber;
        attestedSalt = salt;
        attestedOffset = offset;
    }

    /**
     * Gives the (completed) group its sequences and place: after it, the buffer's bytes from 0 to {@link #bytes()} can be written at
     * the offset.
     *
     * @param index notes the frames
     */
    public void close(long sequence, long salt, long offset, long timeNanos, SparseIndex index) {
        assert openFrame == NO_FRAME;
        firstSequence = sequence;
        begin = offset;
        long next = sequence;
        for (int i = 0; i < frameCount; i++) {
            long frameOffset = offset + frames[i];
            FrameHeader.close(buffer, frames[i], checksum, salt, frameOffset, next, timeNanos, attestedSegment, attestedSalt,
                    attestedOffset);
            if (FrameHeader.kind(buffer, frames[i]) == FrameHeader.DATA) {
                index.add(next, timeNanos, frameOffset);
                next += FrameHeader.records(buffer, frames[i]);
            }
        }
    }

    /** It was closed for this segment. */
    public void isIn(long segmentNumber) {
        segment = segmentNumber;
    }

    /** The number of the segment that it was closed for; -1 when nobody said. */
    public long segment() {
        return segment;
    }

    /** Where the frame with the record, which is one of the (closed) group's, begins in the segment. */
    public long frameOffset(long sequence) {
        return begin + frames[frameOf(sequence)];
    }

    /** Which one of its frame the record is. */
    public int indexInFrame(long sequence) {
        return (int) (sequence - FrameHeader.firstSequence(buffer, frames[frameOf(sequence)]));
    }

    private int frameOf(long sequence) {
        int low = 0;
        int high = frameCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (FrameHeader.firstSequence(buffer, frames[middle]) <= sequence && FrameHeader.records(buffer, frames[middle]) > 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Tells the topics of the records in frames that have some. @param offset at which the group is written */
    public void eachTopic(TopicVisitor visitor, long offset) {
        for (int i = 0; topicRecords > 0 && i < frameCount; i++) {
            if (FrameHeader.hasTopics(buffer, frames[i])) {
                RecordHead.eachTopic(buffer, frames[i], visitor, offset + frames[i]);
            }
        }
    }

    /** Its control entries, from 0 to {@link #controlBytes()}. */
    public ByteBuffer control() {
        return ByteBuffer.wrap(control.array(), 0, control.size()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Empties it and gives back memory beyond the everyday. */
    public void clear() {
        buffer = everyday.clear();
        frameCount = 0;
        openFrame = NO_FRAME;
        end = 0;
        records = 0;
        payloadBytes = 0;
        topicRecords = 0;
        highestTopic = RecordHead.DEFAULT_TOPIC;
        controls = 0;
        control.reset();
        attest(Place.NONE.segment(), Place.NONE.salt(), Place.NONE.offset());
        firstSequence = -1;
        segment = -1;
    }

    /** The frames' bytes, 0 to {@link #bytes()}; position and limit are the store's to set. */
    public ByteBuffer buffer() {
        return buffer;
    }

    public int bytes() {
        return end;
    }

    public int records() {
        return records;
    }

    public long payloadBytes() {
        return payloadBytes;
    }

    public boolean isEmpty() {
        return records == 0 && controls == 0;
    }

    /** Records that have another topic than the default one. */
    public int topicRecords() {
        return topicRecords;
    }

    /** The highest number of a topic that is named in it. */
    public int highestTopic() {
        return highestTopic;
    }

    /** Control entries. */
    public int controls() {
        return controls;
    }

    /** Bytes of the control entries. */
    public int controlBytes() {
        return control.size();
    }

    /** The first record's sequence once a store has taken the group. */
    public long firstSequence() {
        return firstSequence;
    }
}
