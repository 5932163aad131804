package dev.ringwal;

import dev.ringwal.log.RecordTooLargeException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One record, the bytes from a buffer's position to its limit. As with the JDK's channels the position is then the limit; it moves when
 * the record is handed in, and not when it is refused.
 */
record ByteBufferPayload(int topic, int limitBytes) implements Payload<ByteBuffer> {

    @Override
    public void check(ByteBuffer payload) {
        if (payload.remaining() > limitBytes) {
            throw new RecordTooLargeException("a record", payload.remaining(), limitBytes);
        }
    }

    @Override
    public long outsideBytes(ByteBuffer payload) {
        return payload.remaining() > Slot.INLINE_BYTES ? payload.remaining() : 0;
    }

    @Override
    public byte @Nullable [] copy(ByteBuffer payload) {
        if (payload.remaining() <= Slot.INLINE_BYTES) {
            return null;
        }
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        return copy;
    }

    @Override
    public void fill(Slot slot, ByteBuffer payload, byte @Nullable [] copy) {
        int length = copy == null ? payload.remaining() : copy.length;
        slot.holdBytes(copy, length);
        if (copy == null) {
            payload.get(payload.position(), slot.content, slot.offset, length);
        }
        payload.position(payload.limit());
    }
}
