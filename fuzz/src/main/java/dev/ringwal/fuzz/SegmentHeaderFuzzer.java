package dev.ringwal.fuzz;

import dev.ringwal.log.format.SegmentHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decodes a segment's header; one that verifies is read back as it was written. */
public final class SegmentHeaderFuzzer {

    private SegmentHeaderFuzzer() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        ByteBuffer page = page(data);
        SegmentHeader header = SegmentHeader.decode(page);
        if (header != null && !header.isNewer()) {
            ByteBuffer again = page(new byte[0]);
            again.limit(again.capacity());
            header.encode(again);
            if (!header.equals(SegmentHeader.decode(again.rewind()))) {
                throw new AssertionError("a header is not read back as it was written");
            }
        }
    }

    private static ByteBuffer page(byte[] data) {
        ByteBuffer page = ByteBuffer.allocate(SegmentHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return page.put(data, 0, Math.min(data.length, page.capacity())).flip();
    }
}
