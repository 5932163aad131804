package dev.ringwal.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of one run, taken from the front; zeros when they are used up. */
final class Input {

    private final ByteBuffer bytes;

    Input(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    int oneByte() {
        return bytes.hasRemaining() ? bytes.get() & 0xFF : 0;
    }

    int twoBytes() {
        return oneByte() | oneByte() << 8;
    }

    /** So many, or what is left. */
    byte[] take(int most) {
        byte[] taken = new byte[Math.min(most, bytes.remaining())];
        bytes.get(taken);
        return taken;
    }

    byte[] rest() {
        return take(bytes.remaining());
    }
}
