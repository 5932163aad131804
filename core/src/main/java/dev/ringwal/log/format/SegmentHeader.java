package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The first page of a segment file; see the package documentation for its bytes.
 *
 * @param logIdHigh   upper half of the log's random id
 * @param logIdLow    lower half
 * @param number      the segment's number, as in its file's name
 * @param salt        random; seeds every checksum in the file
 * @param createdNanos wall clock, nanoseconds since 1970
 * @param usedBytes   so long was the file when it became this segment: what stands up to there may be of its use before
 */
public record SegmentHeader(int version, long logIdHigh, long logIdLow, long number, long salt, long createdNanos, long usedBytes) {

    public static final int BYTES = Alignment.PAGE_BYTES;
    public static final int VERSION = 1;

    /** "RINGWALS" */
    private static final long MAGIC = 0x534C_4157_474E_4952L;

    private static final int VERSION_OFFSET = 8;
    private static final int LOG_ID_HIGH_OFFSET = 16;
    private static final int LOG_ID_LOW_OFFSET = 24;
    private static final int NUMBER_OFFSET = 32;
    private static final int SALT_OFFSET = 40;
    private static final int CREATED_OFFSET = 48;
    private static final int USED_OFFSET = 56;
    private static final int CRC_OFFSET = BYTES - Integer.BYTES;

    public boolean isNewer() {
        return version != VERSION;
    }

    /** Writes the whole page at index 0. */
    public void encode(ByteBuffer page) {
        page.putLong(0, MAGIC);
        page.putInt(VERSION_OFFSET, version);
        page.putLong(LOG_ID_HIGH_OFFSET, logIdHigh);
        page.putLong(LOG_ID_LOW_OFFSET, logIdLow);
        page.putLong(NUMBER_OFFSET, number);
        page.putLong(SALT_OFFSET, salt);
        page.putLong(CREATED_OFFSET, createdNanos);
        page.putLong(USED_OFFSET, usedBytes);
        page.putInt(CRC_OFFSET, new Checksum().plain(page, 0, CRC_OFFSET));
    }

    /** The header in the page at index 0, or null if it does not verify. */
    public static @Nullable SegmentHeader decode(ByteBuffer page) {
        if (page.limit() < BYTES || page.getLong(0) != MAGIC
                || page.getInt(CRC_OFFSET) != new Checksum().plain(page, 0, CRC_OFFSET)) {
            return null;
        }
        return new SegmentHeader(page.getInt(VERSION_OFFSET), page.getLong(LOG_ID_HIGH_OFFSET), page.getLong(LOG_ID_LOW_OFFSET),
                page.getLong(NUMBER_OFFSET), page.getLong(SALT_OFFSET), page.getLong(CREATED_OFFSET),
                page.getLong(USED_OFFSET));
    }
}
