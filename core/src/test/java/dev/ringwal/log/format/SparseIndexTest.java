package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SparseIndexTest {

    private static final int STRIDE = 8 * 1024;

    private final SparseIndex index = new SparseIndex();

    @Test
    void emptyIndexLeavesItToTheCaller() {
        assertEquals(4096, index.offsetOf(7, 4096));
    }

    @Test
    void framesCloserThanAStrideAreNotNoted() {
        index.add(10, 1, 4216);
        index.add(11, 1, 4216 + STRIDE - 8);
        index.add(12, 1, 4216 + STRIDE);

        assertEquals(2, index.size());
        assertEquals(4216, index.offsetOf(11, -1));
        assertEquals(4216 + STRIDE, index.offsetOf(12, -1));
    }

    @Test
    void everySequenceIsFoundAtOrBehindTheLastNotedFrame() {
        for (int i = 0; i < 1000; i++) {
            index.add(i * 10L, i, 4216 + (long) i * STRIDE);
        }

        for (int sequence = 0; sequence < 10_000; sequence++) {
            assertEquals(4216 + (long) (sequence / 10) * STRIDE, index.offsetOf(sequence, -1));
        }
    }

    @Test
    void offsetsBeyondFourGibibytesAndLargeSequencesComeBack() {
        long far = 5L << 30;
        index.add(1L << 40, 77, far);
        ByteBuffer frame = ByteBuffer.allocate(index.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        index.encodeFrame(frame, 0, 5, far + 4096, (1L << 40) + 1, 77, Place.NONE);

        assertEquals(far, SparseIndex.decode(frame, 0).offsetOf((1L << 40) + 1, -1));
    }

    @Test
    void spaceTakenAheadIsAlwaysEnough() {
        for (int frameBytes = 72; frameBytes < 3 * STRIDE; frameBytes += 4000) {
            SparseIndex grown = new SparseIndex();
            grown.begin(3);
            long offset = 4216;
            for (int i = 0; i < 50; i++) {
                int ahead = grown.frameBytesAfter(3, frameBytes);
                grown.add(i, 0, offset);
                offset += frameBytes;
                assertTrue(grown.frameBytes() <= ahead, frameBytes + " bytes a frame, frame " + i);
            }
        }
    }

    @Test
    void segmentThatIsNotNotedAnyMoreIsFoundNowhere() {
        index.begin(3);
        index.add(10, 1, 4216);
        assertEquals(4216, index.offsetIn(3, 11, 4096));
        index.begin(4);
        assertEquals(SparseIndex.OF_ANOTHER, index.offsetIn(3, 11, 4096));
        assertEquals(4096, index.offsetIn(4, 11, 4096));

        index.add(20, 1, 5000);
        assertEquals(SparseIndex.OF_ANOTHER, index.offsetIn(3, 21, 4096));
        assertEquals(5000, index.offsetIn(4, 21, 4096));
    }

    @Test
    void noSpaceIsTakenForWhatIsNotedOfAnotherSegment() {
        index.begin(3);
        for (int i = 0; i < 5; i++) {
            index.add(i, 1, 4216 + (long) i * STRIDE);
        }

        assertEquals(index.frameBytes() + 24, index.frameBytesAfter(3, 0));
        assertEquals(new SparseIndex().frameBytes() + 24, index.frameBytesAfter(4, 0));
    }

    @Test
    void memoryOfSegmentsNotedOneAfterAnotherIsTakenOnce() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        note(0);
        long before = threads.getCurrentThreadAllocatedBytes();
        note(1);
        note(2);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(bytes < 1000, () -> bytes + " bytes, and the index has " + index.frameBytes());
        assertEquals(4216 + 999L * STRIDE, index.offsetIn(2, 999, -1));
    }

    private void note(long segment) {
        index.begin(segment);
        for (int i = 0; i < 1000; i++) {
            index.add(i, 1, 4216 + (long) i * STRIDE);
        }
    }
}
