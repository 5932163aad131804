package dev.ringwal.log.segment;

import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Memory to look at many segment files through, one after the other: buffers outside the heap take long to get, and are given back
 * only by the garbage collector. One thread at a time.
 */
public final class ScanMemory {

    private final ByteBuffer page = ByteBuffer.allocateDirect(SegmentHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable FrameScanner scanner;

    /** For a segment's header; empty. */
    ByteBuffer page() {
        return page.clear();
    }

    /** A scanner of the file; the one before must not be used any more. */
    public FrameScanner scanner(StorageFile file, String name, long salt) throws IOException {
        FrameScanner known = scanner;
        if (known == null) {
            known = new FrameScanner(file, name, salt);
            scanner = known;
        } else {
            known.open(file, name, salt, file.length());
        }
        return known;
    }
}
