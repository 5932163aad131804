package dev.ringwal.log.segment;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the beginning of a segment file says.
 *
 * @param start      null when the start is not complete: it then says nothing and voids nothing
 * @param startNanos time of the start frame
 * @param attested   what the start frame attests
 * @param length     of the file
 */
public record SegmentHead(String name, SegmentHeader header, @Nullable StartBody start, long startNanos, Place attested,
        long length) {

    public long number() {
        return header.number();
    }

    public long salt() {
        return header.salt();
    }

    /** A place in this segment. */
    public Place place(long offset) {
        return new Place(number(), salt(), offset);
    }

    /**
     * Reads header and start.
     *
     * @throws CorruptLogException when the file has a segment's name and no valid header of that number
     */
    public static SegmentHead read(Storage storage, long number) throws IOException {
        return read(storage, number, new ScanMemory());
    }

    /** The same, for who reads many. */
    public static SegmentHead read(Storage storage, long number, ScanMemory memory) throws IOException {
        String name = SegmentName.of(number);
        try (StorageFile file = storage.openForReading(name)) {
            SegmentHeader header = header(file, name, memory.page());
            if (header.number() != number) {
                throw new CorruptLogException(name, 0, -1, "its header says segment " + header.number());
            }
            return withStart(memory.scanner(file, name, header.salt()), name, header);
        }
    }

    private static SegmentHeader header(StorageFile file, String name, ByteBuffer page) throws IOException {
        file.read(page, 0);
        SegmentHeader header = SegmentHeader.decode(page.flip());
        if (header == null) {
            throw new CorruptLogException(name, 0, -1, "the segment header does not verify");
        }
        if (header.isNewer()) {
            throw new NewerFormatException(name + " has format version " + header.version() + "; this one knows "
                    + SegmentHeader.VERSION);
        }
        return header;
    }

    private static SegmentHead withStart(FrameScanner scanner, String name, SegmentHeader header) throws IOException {
        if (!scanner.frame(SegmentHeader.BYTES) || scanner.kind() != FrameHeader.START) {
            return new SegmentHead(name, header, null, 0, Place.NONE, scanner.length());
        }
        if (!StartBody.isKnown(scanner.buffer(), scanner.index())) {
            throw new NewerFormatException(name + " begins as a newer version begins one");
        }
        StartBody start = StartBody.decode(scanner.buffer(), scanner.index());
        if (!start.isPlausible()) {
            throw new CorruptLogException(name, SegmentHeader.BYTES, -1, "no log can begin as its start says: " + start);
        }
        long nanos = scanner.timeNanos();
        Place attested = scanner.attested();
        boolean complete = isComplete(scanner, start);
        return new SegmentHead(name, header, complete ? start : null, nanos, attested, scanner.length());
    }

    private static boolean isComplete(FrameScanner scanner, StartBody start) throws IOException {
        long records = 0;
        long at = scanner.nextOffset();
        while (at < start.endOffset()) {
            if (!scanner.frame(at)) {
                return false;
            }
            records += scanner.records();
            at = scanner.nextOffset();
        }
        return at == start.endOffset() && records == start.copiedRecords();
    }
}
