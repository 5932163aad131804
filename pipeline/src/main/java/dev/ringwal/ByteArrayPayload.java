package dev.ringwal;

import dev.ringwal.log.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** One record, from an array. */
record ByteArrayPayload(int topic, int limitBytes) implements Payload<byte[]> {

    @Override
    public void check(byte[] payload) {
        if (payload.length > limitBytes) {
            throw new RecordTooLargeException("a record", payload.length, limitBytes);
        }
    }

    @Override
    public long outsideBytes(byte[] payload) {
        return payload.length > Slot.INLINE_BYTES ? payload.length : 0;
    }

    @Override
    public byte @Nullable [] copy(byte[] payload) {
        return payload.length > Slot.INLINE_BYTES ? payload.clone() : null;
    }

    @Override
    public void fill(Slot slot, byte[] payload, byte @Nullable [] copy) {
        slot.holdBytes(copy, payload.length);
        if (copy == null) {
            System.arraycopy(payload, 0, slot.content, slot.offset, payload.length);
        }
    }
}
