package dev.ringwal.log.format;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where in a segment to begin looking: sequence and time of some frames, ascending, one about every
 * {@link #STRIDE_BYTES}.
 *
 * <p>One thread adds; any thread looks up what was added before it read {@link #size}. A log notes its segments one after another in
 * the same memory ({@link #begin}); who looks for a place in a segment says which, and learns when it is not that one's any more.
 */
public final class SparseIndex {

    /** Distance of indexed frames at least. */
    public static final int STRIDE_BYTES = 8 * 1024;

    /** Of an entry on disk: sequence, time, offset. */
    public static final int ENTRY_BYTES = 24;

    private static final int LONGS = ENTRY_BYTES / Long.BYTES;

    /** Of {@link #offsetIn}: another segment is noted here by now. */
    public static final long OF_ANOTHER = -1;

    /** Replaced by longer ones only, and read behind {@link #size}: so whoever looks up finds room for as many entries as it saw. */
    private volatile long[] entries;
    private volatile int size;
    private volatile long segment = -1;

    public SparseIndex() {
        entries = new long[16 * LONGS];
    }

    private SparseIndex(long[] entries) {
        this.entries = entries;
        this.size = entries.length / LONGS;
    }

    /** From now on the segment of that number is noted, and no other. The adding thread only. */
    public void begin(long number) {
        segment = number;
        VarHandle.storeStoreFence(); // whoever sees one of its entries sees its number
        size = 0;
    }

    /** Notes a frame, if it lies a stride behind the last one noted. The adding thread only. */
    public void add(long sequence, long timeNanos, long offset) {
        int count = size;
        if (!isDue(offset)) {
            return;
        }
        if ((count + 1) * LONGS > entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        entries[count * LONGS] = sequence;
        entries[count * LONGS + 1] = timeNanos;
        entries[count * LONGS + 2] = offset;
        size = count + 1;
    }

    private boolean isDue(long offset) {
        return size == 0 || offset >= entries[(size - 1) * LONGS + 2] + STRIDE_BYTES;
    }

    public int size() {
        return size;
    }

    /** Whether the segment of that number is noted. */
    public boolean isOf(long number) {
        return segment == number;
    }

    /** Of an index that stays: the offset of the last noted frame that begins at or before the sequence, or the default without one. */
    public long offsetOf(long sequence, long otherwise) {
        int low = 0;
        int high = size - 1;
        long[] seen = entries;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (seen[middle * LONGS] <= sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? otherwise : seen[high * LONGS + 2];
    }

    /** The same of one in which other segments are noted later: {@link #OF_ANOTHER} if the segment of that number is not any more. */
    public long offsetIn(long number, long sequence, long otherwise) {
        long offset = offsetOf(sequence, otherwise);
        VarHandle.loadLoadFence(); // entries first
        return isOf(number) ? offset : OF_ANOTHER;
    }

    /** The most bytes that the segment's index frame takes after so many more bytes of frames, all of them noted. The adding thread only. */
    public int frameBytesAfter(long number, long moreBytes) {
        int noted = isOf(number) ? size : 0;
        return FrameHeader.frameBytes(Math.toIntExact((noted + 1 + moreBytes / STRIDE_BYTES) * ENTRY_BYTES));
    }

    /** The index frame's size now. */
    public int frameBytes() {
        return FrameHeader.frameBytes(size * ENTRY_BYTES);
    }

    /** Writes the index frame at the buffer's index, ready for its place. */
    public void encodeFrame(ByteBuffer buffer, int index, long salt, long offset, long nextSequence, long timeNanos,
            Place attested) {
        int count = size;
        for (int i = 0; i < count * LONGS; i++) {
            buffer.putLong(index + FrameHeader.BYTES + i * Long.BYTES, entries[i]);
        }
        FrameHeader.describe(buffer, index, FrameHeader.INDEX, 0, count * ENTRY_BYTES, count);
        FrameHeader.close(buffer, index, new Checksum(), salt, offset, nextSequence, timeNanos, attested);
    }

    /** Reads the (verified) index frame at the buffer's index. */
    public static SparseIndex decode(ByteBuffer buffer, int index) {
        long[] read = new long[FrameHeader.bodyLength(buffer, index) / Long.BYTES];
        for (int i = 0; i < read.length; i++) {
            read[i] = buffer.getLong(index + FrameHeader.BYTES + i * Long.BYTES);
        }
        return new SparseIndex(read);
    }
}
