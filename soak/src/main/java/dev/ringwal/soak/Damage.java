package dev.ringwal.soak;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.Arrays;
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
        return new Damage(kind, file, begin, end, firstRecord(disk, segment, begin), segment.name().equals(top(disk)));
    }

    private static @Nullable SegmentHead segment(MemoryStorage disk, String file) throws IOException {
        String name = SegmentName.isTemporary(file) ? nameOf(disk, file) : file;
        if (SegmentName.parse(name).isEmpty()) {
            return null;
        }
        try {
            return SegmentHead.read(disk, SegmentName.parse(name).getAsLong());
        } catch (CorruptLogException unfinished) {
            return null;
        }
    }

    /** One that was just published has its temporary name still: the same number, or that of the trimmed segment whose file it was. */
    private static String nameOf(MemoryStorage disk, String temporary) {
        byte[] bytes = disk.contents(temporary);
        return disk.names().stream().filter(name -> SegmentName.parse(name).isPresent() && Arrays.equals(bytes, disk.contents(name)))
                .findFirst().orElse(temporary);
    }

    /** Of a start, which is there as a whole or not at all, the first that it has, or that follows. */
    private static long firstRecord(MemoryStorage disk, SegmentHead segment, long begin) throws IOException {
        if (begin < segment.start().endOffset()) {
            return segment.start().lastSequence() + 1;
        }
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

    /** The file of the last segment that has a start, or null. */
    static @Nullable String top(MemoryStorage disk) throws IOException {
        SegmentHead top = null;
        for (String name : disk.names()) {
            SegmentHead other = SegmentName.parse(name).isPresent() ? segment(disk, name) : null;
            if (other != null && other.start() != null && (top == null || other.number() > top.number())) {
                top = other;
            }
        }
        return top == null ? null : top.name();
    }

    void strike(MemoryStorage disk, int bit) {
        switch (kind) {
            case BIT -> disk.flipBit(file, 8 * begin + bit);
            case SECTOR -> disk.overwrite(file, begin, new byte[(int) (end - begin)]);
            case FILE -> disk.remove(file);
        }
    }
}
