package dev.ringwal.bench.system;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PayloadCheckTest {

    private final Payloads payloads = new Payloads(2, 100);
    private final PayloadCheck check = new PayloadCheck(payloads);

    @Test
    void lastRecordIsTheLastThatWasAppended() {
        check.accept(ByteBuffer.wrap(payloads.of(0)[0]));
        check.accept(ByteBuffer.wrap(payloads.of(0)[1]));

        check.requireEnd(0, 2);
        check.requireEnd(0, 2 + 5 * Payloads.MOST_IN_ROUND);
        check.requireEnd(1, 7); // none of its records is left
        assertThrows(IllegalStateException.class, () -> check.requireEnd(0, 3));
    }

    @Test
    void acceptsEachProducersRoundsFromAnyPlaceOn() {
        accept(1, 300);
        for (int i = 0; i < 2 * Payloads.MOST_IN_ROUND; i++) {
            accept(0, (i + 1000) % Payloads.MOST_IN_ROUND);
        }
        accept(1, 301);
    }

    @Test
    void seesARecordThatIsLeftOut() {
        accept(0, 7);
        assertThrows(IllegalStateException.class, () -> accept(0, 9));
    }

    @Test
    void seesARecordThatComesTwice() {
        accept(0, 7);
        assertThrows(IllegalStateException.class, () -> accept(0, 7));
    }

    @Test
    void seesAFlippedBit() {
        byte[] damaged = payloads.of(0)[7].clone();
        damaged[99] ^= 1;
        assertThrows(IllegalStateException.class, () -> check.accept(ByteBuffer.wrap(damaged)));
    }

    @Test
    void seesAShortRecord() {
        assertThrows(IllegalStateException.class, () -> check.accept(ByteBuffer.wrap(payloads.of(0)[7], 0, 99)));
    }

    @Test
    void seesAStrangeProducer() {
        assertThrows(IllegalStateException.class, () -> check.accept(ByteBuffer.wrap(new byte[] {2, 0, 0, 0})));
    }

    @Test
    void readsFromABufferOfEitherByteOrder() {
        check.accept(ByteBuffer.wrap(payloads.of(0)[300]).order(ByteOrder.LITTLE_ENDIAN));
        accept(0, 301);
    }

    private void accept(int producer, int place) {
        check.accept(ByteBuffer.wrap(payloads.of(producer)[place]));
    }
}
