package dev.ringwal.fuzz;

import dev.ringwal.log.format.StateSlot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a state page: it has a newest slot that verifies, which is read back as it was stored, or none. */
public final class StateFuzzer {

    private StateFuzzer() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        ByteBuffer page = page();
        page.put(data, 0, Math.min(data.length, page.capacity())).flip();
        StateSlot newest = StateSlot.newest(page);
        if (newest != null && !newest.isNewer()) {
            ByteBuffer again = page();
            newest.store(again);
            StateSlot read = StateSlot.newest(again);
            if (read == null || !read.attested().equals(newest.attested()) || read.firstSegment != newest.firstSegment) {
                throw new AssertionError("a slot is not read back as it was stored");
            }
        }
    }

    private static ByteBuffer page() {
        return ByteBuffer.allocate(StateSlot.PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
