package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the frames of one segment begin that have records of one topic, ascending. One thread adds; any thread reads what was added
 * before it asked for {@link #count}.
 */
public final class Postings {

    public static final Postings NONE = new Postings();

    /** The number of the topic, in front. */
    static final int TOPIC_BYTES = 4;

    /** Of a frame: its offset, divided by the alignment. */
    static final int FRAME_BYTES = 4;

    private volatile int[] offsets;
    private volatile int count;

    Postings() {
        offsets = new int[4];
    }

    private Postings(int[] offsets) {
        this.offsets = offsets;
        this.count = offsets.length;
    }

    /** False when it is noted already. The adding thread only. */
    boolean add(long offset) {
        int known = count;
        if (known > 0 && at(known - 1) == offset) {
            return false;
        }
        if (known == offsets.length) {
            offsets = Arrays.copyOf(offsets, known * 2);
        }
        offsets[known] = (int) (offset / Alignment.FRAME_ALIGNMENT_BYTES);
        count = known + 1;
        return true;
    }

    public int count() {
        return count;
    }

    /** Where the frame begins, from 0 to the count. */
    public long at(int position) {
        return Integer.toUnsignedLong(offsets[position]) * Alignment.FRAME_ALIGNMENT_BYTES;
    }

    /** The position of the first frame that begins at the offset or behind it; the count when there is none. */
    public int firstFrom(long offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int frameBytes() {
        return FrameHeader.frameBytes(TOPIC_BYTES + count * FRAME_BYTES);
    }

    /** Writes its frame at the buffer's index and returns how many bytes that took. */
    int encodeFrame(ByteBuffer buffer, int index, int topic, long salt, long offset, long nextSequence, long timeNanos, Place attested) {
        int length = TOPIC_BYTES + count * FRAME_BYTES;
        int at = index + FrameHeader.BYTES;
        buffer.putInt(at, topic);
        for (int i = 0; i < count; i++) {
            buffer.putInt(at + TOPIC_BYTES + i * FRAME_BYTES, offsets[i]);
        }
        FrameHeader.describe(buffer, index, FrameHeader.POSTINGS, 0, length, count);
        FrameHeader.close(buffer, index, new Checksum(), salt, offset, nextSequence, timeNanos, attested);
        return FrameHeader.frameBytes(length);
    }

    /** Whether the (verified) frame at the index is one of postings of that topic. */
    public static boolean isOf(int topic, ByteBuffer buffer, int index) {
        return FrameHeader.kind(buffer, index) == FrameHeader.POSTINGS && FrameHeader.bodyLength(buffer, index) >= TOPIC_BYTES
                && buffer.getInt(index + FrameHeader.BYTES) == topic;
    }

    /** Reads the body of the (verified) frame at the index. */
    public static Postings decode(ByteBuffer buffer, int index) {
        int[] read = new int[(FrameHeader.bodyLength(buffer, index) - TOPIC_BYTES) / FRAME_BYTES];
        for (int i = 0; i < read.length; i++) {
            read[i] = buffer.getInt(index + FrameHeader.BYTES + TOPIC_BYTES + i * FRAME_BYTES);
        }
        return new Postings(read);
    }
}
