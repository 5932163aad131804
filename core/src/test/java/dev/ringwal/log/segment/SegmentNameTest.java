package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SegmentNameTest {

    @Test
    void numberHasTwentyDigits() {
        assertEquals("00000000000000000007.seg", SegmentName.of(7));
        assertEquals("09223372036854775807.seg", SegmentName.of(Long.MAX_VALUE));
        assertEquals("00000000000000000007.seg.new", SegmentName.temporary(7));
    }

    @Test
    void nameIsParsedBack() {
        for (long number : new long[] {0, 7, 1L << 40, 1L << 62}) {
            assertEquals(OptionalLong.of(number), SegmentName.parse(SegmentName.of(number)));
            assertTrue(SegmentName.isTemporary(SegmentName.temporary(number)));
        }
    }

    @Test
    void otherNamesAreNoSegments() {
        for (String name : new String[] {"", "state", "LOCK", "7.seg", ".seg", "00000000000000000007", "00000000000000000007.SEG",
            "0000000000000000000x.seg", "-0000000000000000007.seg", "000000000000000000007.seg", SegmentName.of((1L << 62) + 1),
            SegmentName.of(Long.MAX_VALUE), "09223372036854775808.seg",
            "99999999999999999999.seg", "00000000000000000007.seg.bak", "٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٧.seg"}) {
            assertTrue(SegmentName.parse(name).isEmpty(), name);
            assertFalse(SegmentName.isTemporary(name), name);
        }
    }

    @Test
    void segmentAndTemporaryNameAreNotTakenForEachOther() {
        assertTrue(SegmentName.parse(SegmentName.temporary(7)).isEmpty());
        assertFalse(SegmentName.isTemporary(SegmentName.of(7)));
    }
}
