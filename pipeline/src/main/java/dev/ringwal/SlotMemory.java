package dev.ringwal;

/**
 * Makes the slots of a ring, and the memory for what they hold: one array for all of it, small records in front and close together.
 * Every byte of a record goes from one processor's cache to another's, and what lies close together is fetched ahead and evicts
 * little else; with an array in each slot a thousand small records took twice the time.
 */
final class SlotMemory {

    /** Two cache lines. */
    static final int SMALL_BYTES = 128;
    static final int LARGE_BYTES = 1024;

    private final int slots;
    private final byte[] memory;
    private int made;

    SlotMemory(int slots) {
        this.slots = slots;
        memory = new byte[slots * (SMALL_BYTES + LARGE_BYTES)];
    }

    Slot next() {
        Slot slot = new Slot(memory, made * SMALL_BYTES, slots * SMALL_BYTES + made * LARGE_BYTES);
        made++;
        return slot;
    }
}
