package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlotMemoryTest {

    private static final int SLOTS = 8;

    private final List<Slot> slots = Stream.generate(new SlotMemory(SLOTS)::next).limit(SLOTS).toList();

    @Test
    void noSlotWritesIntoAnother() {
        for (int bytes : List.of(1, SlotMemory.SMALL_BYTES, SlotMemory.SMALL_BYTES + 1, SlotMemory.LARGE_BYTES)) {
            slots.forEach(slot -> fill(slot, bytes));
            slots.forEach(slot -> check(slot, bytes));
        }
    }

    private void fill(Slot slot, int bytes) {
        slot.holdBytes(null, bytes);
        for (int i = 0; i < bytes; i++) {
            slot.content[slot.offset + i] = (byte) slots.indexOf(slot);
        }
    }

    private void check(Slot slot, int bytes) {
        for (int i = 0; i < bytes; i++) {
            assertEquals(slots.indexOf(slot), slot.content[slot.offset + i]);
        }
    }

    @Test
    void moreThanASlotHasRoomForIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> slots.get(3).holdBytes(null, SlotMemory.LARGE_BYTES + 1));
        assertThrows(IllegalArgumentException.class, () -> slots.get(3).holdBatch(null, SlotMemory.LARGE_BYTES + 1, 2));
    }

    @Test
    void smallRecordsOfNeighboursLieSideBySide() {
        slots.forEach(slot -> slot.holdBytes(null, SlotMemory.SMALL_BYTES));
        assertEquals(SlotMemory.SMALL_BYTES, slots.get(4).offset - slots.get(3).offset);
        assertSame(slots.get(3).content, slots.get(4).content);
    }

    @Test
    void aSlotReturnsToItsOwnMemory() {
        Slot slot = slots.get(2);
        byte[] outside = new byte[5000];
        slot.holdBytes(outside, outside.length);
        assertSame(outside, slot.content);
        assertEquals(0, slot.offset);

        slot.forget();
        slot.holdBytes(null, 7);
        assertNotSame(outside, slot.content);
        assertSame(slots.get(0).content, slot.content);
    }
}
