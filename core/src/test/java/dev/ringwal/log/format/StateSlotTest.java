package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateSlotTest {

    private static final Place ATTESTED = new Place(6, -7, 20_480);

    @Test
    void newestSlotCounts() {
        byte[] older = slot(8, 100);
        byte[] newer = slot(9, 101);

        assertEquals(101, newest(DocumentedLayout.statePage(older, newer)).durableSequence);
        assertEquals(101, newest(DocumentedLayout.statePage(newer, older)).durableSequence);
    }

    @Test
    void damagedSlotLeavesTheOther() {
        byte[] older = slot(8, 100);
        byte[] newer = slot(9, 101);
        for (int bit = 0; bit < 112 * 8; bit++) {
            byte[] damaged = newer.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            assertEquals(100, newest(DocumentedLayout.statePage(older, damaged)).durableSequence, "bit " + bit);
        }
    }

    @Test
    void pageOfZerosHasNone() {
        assertNull(StateSlot.newest(little(new byte[4096])));
    }

    @Test
    void shortPageIsReadAsFarAsItGoes() {
        ByteBuffer page = little(DocumentedLayout.statePage(slot(8, 100), slot(9, 101)));

        assertEquals(101, StateSlot.newest(page.limit(2160)).durableSequence);
        assertEquals(100, StateSlot.newest(page.limit(2159)).durableSequence);
        assertEquals(100, StateSlot.newest(page.limit(112)).durableSequence);
        assertNull(StateSlot.newest(page.limit(111)));
        assertNull(StateSlot.newest(page.limit(0)));
    }

    @Test
    void otherVersionThatVerifiesIsNewer() {
        byte[] newer = DocumentedLayout.stateSlot(2, 0, 9, 1, 2, 101, ATTESTED, 3, 77, 2, 90);

        assertTrue(newest(DocumentedLayout.statePage(newer, new byte[112])).isNewer());
    }

    @Test
    void storingAlternatesAndNeverTouchesTheNewestSlot() {
        ByteBuffer page = little(new byte[4096]);
        StateSlot state = new StateSlot();
        for (int sequence = 0; sequence < 10; sequence++) {
            state.attest(ATTESTED, sequence);
            byte[] before = page.array().clone();
            int newest = state.counter % 2 == 0 ? 0 : 2048;

            state.store(page);

            assertEquals(sequence, newest(page.array()).durableSequence);
            assertEquals(0, Arrays.compare(before, newest, newest + 2048, page.array(), newest, newest + 2048));
        }
    }

    @Test
    void everyFieldComesBack() {
        StateSlot state = newest(DocumentedLayout.statePage(
                DocumentedLayout.stateSlot(1, 1, 8, 1, 2, 100, ATTESTED, 3, 77, 2, 90), new byte[112]));

        assertFalse(state.isNewer());
        assertTrue(state.poisoned);
        assertEquals(8, state.counter);
        assertEquals(1, state.logIdHigh);
        assertEquals(2, state.logIdLow);
        assertEquals(100, state.durableSequence);
        assertEquals(ATTESTED, state.attested());
        assertEquals(3, state.firstSegment);
        assertEquals(77, state.pid);
        assertEquals(2, state.cutSegment);
        assertEquals(90, state.cutSequence);
    }

    @Test
    void cutLeavesSoMuchInFrontOfItsSegment() {
        StateSlot state = new StateSlot();
        assertEquals(Long.MAX_VALUE, state.lastBelow(0));
        state.cut(2, 90);

        assertEquals(90, state.lastBelow(1));
        assertEquals(90, state.lastBelow(2));
        assertEquals(Long.MAX_VALUE, state.lastBelow(3));
    }

    private static byte[] slot(long counter, long durable) {
        return DocumentedLayout.stateSlot(1, 0, counter, 1, 2, durable, ATTESTED, 3, 77, 2, 90);
    }

    private static StateSlot newest(byte[] page) {
        StateSlot newest = StateSlot.newest(little(page));
        assertNotNull(newest);
        return newest;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
