package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SegmentHeaderTest {

    private static final byte[] PAGE = DocumentedLayout.segmentHeader(1, 2, 3, 4, 5, 6, 7);

    @Test
    void headerWrittenFromTheDocumentationIsRead() {
        assertEquals(new SegmentHeader(1, 2, 3, 4, 5, 6, 7), SegmentHeader.decode(little(PAGE)));
    }

    @Test
    void everyFlippedBitOfThePageShows() {
        for (int bit = 0; bit < PAGE.length * 8; bit++) {
            byte[] damaged = PAGE.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            assertNull(SegmentHeader.decode(little(damaged)), "bit " + bit);
        }
    }

    @Test
    void shorterPageIsNone() {
        assertNull(SegmentHeader.decode(little(PAGE).limit(4095)));
        assertNull(SegmentHeader.decode(little(PAGE).limit(0)));
    }

    @Test
    void zerosAreNone() {
        assertNull(SegmentHeader.decode(little(new byte[4096])));
    }

    @Test
    void otherVersionThatVerifiesIsNewer() {
        SegmentHeader header = SegmentHeader.decode(little(DocumentedLayout.segmentHeader(2, 2, 3, 4, 5, 6, 7)));

        assertNotNull(header);
        assertTrue(header.isNewer());
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
