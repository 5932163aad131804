package dev.ringwal;

import org.jspecify.annotations.Nullable;

/** One value, held by reference until the encode stage turns it into a record. */
record ValuePayload<T>(int topic, ValueEncoder<T> encoder) implements Payload<T> {

    @Override
    public void check(T value) {
        // Its size is known when it is encoded.
    }

    @Override
    public long outsideBytes(T value) {
        return 0;
    }

    @Override
    public byte @Nullable [] copy(T value) {
        return null;
    }

    @Override
    public void fill(Slot slot, T value, byte @Nullable [] copy) {
        slot.holdValue(value, encoder);
    }
}
