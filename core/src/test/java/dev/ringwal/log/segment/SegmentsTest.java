package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StartBody;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsTest {

    /** Number 3 is empty: the next begins with the same record. */
    private final Segments segments = Segments.of(List.of(at(1, 10), at(3, 20), at(4, 20), at(9, 35)));

    @Test
    void recordIsFoundInTheLastSegmentThatBeginsAtOrBeforeIt() {
        assertNull(segments.containing(9));
        assertEquals(1, number(10));
        assertEquals(1, number(19));
        assertEquals(4, number(20));
        assertEquals(4, number(34));
        assertEquals(9, number(35));
        assertEquals(9, number(Long.MAX_VALUE));
    }

    @Test
    void numbersBetweenSegmentsMayBeMissing() {
        assertEquals(1, after(0));
        assertEquals(3, after(1));
        assertEquals(3, after(2));
        assertEquals(9, after(4));
        assertNull(segments.after(9));
    }

    @Test
    void changedPictureLeavesTheOldOneAsItWas() {
        Segments longer = segments.with(at(10, 40));
        Segments shorter = segments.from(4);

        assertEquals(4, segments.count());
        assertEquals(10, longer.last().number());
        assertEquals(4, shorter.first().number());
        assertEquals(2, shorter.count());
    }

    @Test
    void noSegmentsHoldNothing() {
        assertTrue(Segments.NONE.isEmpty());
        assertNull(Segments.NONE.containing(0));
        assertNull(Segments.NONE.after(-1));
    }

    @Test
    void whatTruncationsLeftIsKnownWhenTheirSegmentsAreGone() {
        Segments cut = segments.upTo(1).with(cut(10, 15)).upTo(1).with(cut(11, 12)).with(cut(12, 14)).from(12);

        assertEquals(12, cut.cuts().newest());
        assertEquals(12, cut.cuts().leftSince(9));
        assertEquals(12, cut.cuts().leftSince(10));
        assertEquals(14, cut.cuts().leftSince(11));
        assertEquals(Segment.NO_CUT, cut.cuts().leftSince(12));
        assertEquals(12, Segments.of(List.of(cut(13, 20))).after(cut).cuts().leftSince(10));
        assertEquals(-1, segments.cuts().newest());
    }

    private static Segment cut(long number, long last) {
        return new Segment(number, 0, new StartBody(StartBody.Reason.TRUNCATION, Place.NONE, last, -1, 0, 0), 0, Segment.OPEN);
    }

    private long number(long sequence) {
        Segment found = segments.containing(sequence);
        assertNotNull(found);
        return found.number();
    }

    private long after(long number) {
        Segment found = segments.after(number);
        assertNotNull(found);
        return found.number();
    }

    private static Segment at(long number, long firstSequence) {
        return new Segment(number, 0, firstSequence, 0, 5000);
    }
}
