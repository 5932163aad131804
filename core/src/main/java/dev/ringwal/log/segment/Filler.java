package dev.ringwal.log.segment;

import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.storage.NoSpaceException;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/**
 * Takes space for a segment by writing zeros where its file has nothing yet, always before a record needs it. One thread at a time.
 *
 * <p>What it writes ends at multiples of powers of two: the page cache then holds the file in large pieces, out of which writing,
 * and above all reading, copies up to twice as fast.
 */
final class Filler {

    private static final int WRITE_BYTES = 256 * 1024;

    /** As much at most between two syncs. */
    private static final int SYNC_BYTES = 16 * 1024 * 1024;

    /** More than this is not taken in steps, but rounded up to it: what is taken ahead and synced before it is used is written twice. */
    private static final int LARGE_BYTES = 64 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(WRITE_BYTES).asReadOnlyBuffer();

    private final StorageFile file;
    private final ByteBuffer zeros = ZEROS.duplicate();
    private long filled;
    private boolean isSynced;

    Filler(StorageFile file, long filled) {
        this.file = file;
        this.filled = filled;
    }

    long filled() {
        return filled;
    }

    /** Whether the file, which was synced by nobody else, needs no sync: it was filled ahead, header and all. */
    boolean isSynced() {
        return isSynced;
    }

    /**
     * Fills up to the limit, or until hurried. Syncs as it goes, all that it has filled: a sync cannot be hurried, so whoever hurries
     * waits for one part at most.
     */
    void fillAhead(long limit, BooleanSupplier hurry) throws IOException {
        while (filled < limit && !hurry.getAsBoolean()) {
            fillWithoutGivingBack(Math.min(limit, filled + SYNC_BYTES));
            file.sync();
            isSynced = true;
        }
    }

    /** Takes a little space where none was taken, and the disk allows it. */
    void takeSome(long limit) throws IOException {
        try {
            if (filled == SegmentHeader.BYTES) {
                fillTo(Math.min(limit, LARGE_BYTES));
            }
        } catch (NoSpaceException none) {
            // Taken when it is needed, then.
        }
    }

    /**
     * Sees to it that there is space up to {@code needed}. Takes a step more where little is needed, and limit and disk allow it.
     */
    void ensure(long needed, long limit) throws IOException {
        if (needed <= filled) {
            return;
        }
        long step = needed - filled > LARGE_BYTES ? roundUp(needed, LARGE_BYTES) : roundUp(needed, WRITE_BYTES);
        try {
            fillTo(Math.max(needed, Math.min(limit, step)));
        } catch (NoSpaceException tooMuch) {
            fillTo(needed);
        }
    }

    /** All of it, or what was taken is given back: it would be of use to nobody. */
    private void fillTo(long end) throws IOException {
        long before = filled;
        try {
            fillWithoutGivingBack(end);
        } catch (NoSpaceException e) {
            filled = before;
            file.shorten(before);
            throw e;
        }
    }

    private void fillWithoutGivingBack(long end) throws IOException {
        while (filled < end) {
            write(Math.min(end, roundUp(filled + 1, WRITE_BYTES)));
        }
    }

    private static long roundUp(long offset, int unit) {
        return (offset + unit - 1) / unit * unit;
    }

    private void write(long end) throws IOException {
        zeros.position(0).limit(Math.toIntExact(end - filled));
        isSynced = false;
        file.write(zeros, filled);
        filled = end;
    }
}
