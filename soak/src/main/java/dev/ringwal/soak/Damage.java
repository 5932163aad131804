package dev.ringwal.soak;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a disk spoils of a file, and what of the log that may take.
 *
 * @param end         behind its last byte
 * @param firstRecord the first of the records whose batches it meets; of a lost file, the first it had; {@link #NONE} where there is none
 * @param isTop       whether the file is the last segment that has a start
 */
record Damage(Kind kind, String file, long begin, long end, long firstRecord, boolean isTop) {

    static final long NONE = Long.MAX_VALUE;

    /** A bit flips, a sector is zeros, or the file is not there any more. */
    enum Kind { BIT, SECTOR, FILE }

    /** To be done to the disk, which is sound. */
    static Damage of(Kind kind, MemoryStorage disk, String file, long begin, long end) throws IOException {
        SegmentHead segment = segment(disk, file);
        if (segment == null || segment.start() == null) {
            return new Damage(kind, file, begin, end, NONE, false);
        }
        return new Damage(kind, file, begin, end, firstRecord(disk, segment, begin), isTop(disk, segment.number()));
    }

    /** One that is being published may have its temporary name still. */
    private static @Nullable SegmentHead segment(MemoryStorage disk, String file) throws IOException {
        String name = SegmentName.isTemporary(file) ? file.substring(0, file.lastIndexOf('.')) : file;
        if (SegmentName.parse(name).isEmpty() || !disk.names().contains(name)) {
            return null;
        }
        try {
            return SegmentHead.read(disk, SegmentName.parse(name).getAsLong());
        } catch (CorruptLogException unfinished) {
            return null;
        }
    }

    private static long firstRecord(MemoryStorage disk, SegmentHead segment, long begin) throws IOException {
        try (StorageFile file = disk.openForReading(segment.name())) {
            FrameScanner scanner = new FrameScanner(file, segment.name(), segment.salt());
            long first = NONE;
            boolean goesOn = false;
            long at = scanner.findHeader(SegmentHeader.BYTES);
            while (at >= 0) {
                first = goesOn ? first : scanner.firstSequence();
                if (scanner.nextOffset() > begin) {
                    return first;
                }
                goesOn = scanner.hasMore();
                at = scanner.findHeader(scanner.nextOffset());
            }
            return NONE;
        }
    }

    private static boolean isTop(MemoryStorage disk, long number) throws IOException {
        for (String name : disk.names()) {
            SegmentHead other = segment(disk, name);
            if (other != null && other.number() > number && other.start() != null) {
                return false;
            }
        }
        return true;
    }

    void strike(MemoryStorage disk, int bit) {
        switch (kind) {
            case BIT -> disk.flipBit(file, 8 * begin + bit);
            case SECTOR -> disk.overwrite(file, begin, new byte[(int) (end - begin)]);
            case FILE -> disk.remove(file);
        }
    }
}
