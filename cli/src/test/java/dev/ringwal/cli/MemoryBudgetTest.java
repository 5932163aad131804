package dev.ringwal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MIB = 1L << 20;

    @Test
    void ringHoldsWhatMayBeUnderWay() {
        MemoryBudget large = new MemoryBudget(4096 * MIB);

        assertEquals(8, large.ringSize(1));
        assertEquals(4096, large.ringSize(4096));
        assertEquals(8192, large.ringSize(4097));
    }

    @Test
    void smallHeapGetsASmallRing() {
        assertEquals(8192, new MemoryBudget(64 * MIB).ringSize(1 << 20));
    }

    @Test
    void smallHeapHoldsFewBytesInFlight() {
        assertEquals(8 * MIB, new MemoryBudget(64 * MIB).bytesInFlight());
        assertEquals(64 * MIB, new MemoryBudget(4096 * MIB).bytesInFlight());
    }

    @Test
    void powersOfTwoAreRoundedUp() {
        assertEquals(1, MemoryBudget.powerOfTwo(1));
        assertEquals(2, MemoryBudget.powerOfTwo(2));
        assertEquals(4, MemoryBudget.powerOfTwo(3));
        assertEquals(1 << 20, MemoryBudget.powerOfTwo(1 << 20));
    }
}
