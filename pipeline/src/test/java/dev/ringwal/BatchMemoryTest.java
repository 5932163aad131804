package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchMemoryTest {

    private final BatchMemory memory = new BatchMemory();

    @Test
    void whatWasGivenIsTakenOnce() {
        byte[] used = new byte[100];
        memory.give(used);

        assertSame(used, memory.take(70));
        assertNotSame(used, memory.take(70));
    }

    @Test
    void whatIsTooSmallIsLetGo() {
        memory.give(new byte[100]);

        assertEquals(101, memory.take(101).length);
        assertEquals(10, memory.take(10).length);
    }

    @Test
    void littleIsKept() {
        memory.give(new byte[256 * 1024 + 1]);
        assertEquals(1, memory.take(1).length);
        for (int i = 0; i < 100; i++) {
            memory.give(new byte[256 * 1024]);
        }

        assertEquals(4, IntStream.range(0, 100).filter(i -> memory.take(1).length > 1).count());
    }
}
