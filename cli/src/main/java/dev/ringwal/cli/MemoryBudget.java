package dev.ringwal.cli;

/** What a log may take of this JVM's heap: a quarter altogether, so that a small heap slows an append down instead of ending it. */
final class MemoryBudget {

    private static final int MIN_RING_SIZE = 8;
    /** What a slot of the ring takes. */
    private static final int SLOT_BYTES = 1024;
    private static final long MIN_BYTES_IN_FLIGHT = 1L << 20;
    private static final long MAX_BYTES_IN_FLIGHT = 64L << 20;

    private final long eighthBytes;

    MemoryBudget(long heapBytes) {
        this.eighthBytes = heapBytes / 8;
    }

    static MemoryBudget ofThisProcess() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory());
    }

    /** The power of two that holds so many appends, or the most that the heap allows. */
    int ringSize(int appends) {
        long affordable = Long.highestOneBit(Math.max(MIN_RING_SIZE, eighthBytes / SLOT_BYTES));
        return (int) Math.max(MIN_RING_SIZE, Math.min(affordable, powerOfTwo(appends)));
    }

    /** What records larger than a slot, and batches, may take beside the ring. */
    long bytesInFlight() {
        return Math.max(MIN_BYTES_IN_FLIGHT, Math.min(MAX_BYTES_IN_FLIGHT, eighthBytes));
    }

    /** The least power of two that is not below; for 1 to 2^30. */
    static int powerOfTwo(int least) {
        return least == 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
    }
}
