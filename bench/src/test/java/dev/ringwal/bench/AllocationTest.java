package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AllocationTest {

    @Test
    void countsWhatAThreadAllocates() {
        Allocation before = Allocation.now();
        byte[] bytes = new byte[1 << 20];

        long allocated = Allocation.now().since(before).bytesByThread().get(Thread.currentThread().getName());
        assertTrue(allocated >= bytes.length, () -> allocated + " bytes");
    }

    @Test
    void aThreadThatWasNotThereBeforeCountsFromNothing() {
        Allocation difference = new Allocation(Map.of("old", 150L, "new", 7L)).since(new Allocation(Map.of("old", 100L)));

        assertEquals(Map.of("old", 50L, "new", 7L), difference.bytesByThread());
        assertEquals(57, difference.bytes());
    }
}
