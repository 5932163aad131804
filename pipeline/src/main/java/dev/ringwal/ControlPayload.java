package dev.ringwal;

import org.jspecify.annotations.Nullable;

/** A control entry: it has no sequence and rides on the group commit. @param topic that it speaks of */
record ControlPayload(int topic) implements Payload<byte[]> {

    @Override
    public void check(byte[] entry) {
        assert entry.length <= Slot.INLINE_BYTES;
    }

    @Override
    public long outsideBytes(byte[] entry) {
        return 0;
    }

    @Override
    public byte @Nullable [] copy(byte[] entry) {
        return null;
    }

    @Override
    public void fill(Slot slot, byte[] entry, byte @Nullable [] copy) {
        slot.holdControl(entry.length);
        System.arraycopy(entry, 0, slot.content, slot.offset, entry.length);
    }
}
