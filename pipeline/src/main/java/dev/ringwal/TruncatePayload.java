package dev.ringwal;

import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.RecordHead;
import org.jspecify.annotations.Nullable;

/** No record: the wish that the log end behind one. */
record TruncatePayload() implements Payload<TruncatePayload.Wish> {

    /** @param sequence the last record that is to stay */
    record Wish(long sequence, Truncation kind) {
    }

    @Override
    public int topic() {
        return RecordHead.DEFAULT_TOPIC;
    }

    @Override
    public void check(Wish wish) {
        // It is the store that knows.
    }

    @Override
    public long outsideBytes(Wish wish) {
        return 0;
    }

    @Override
    public byte @Nullable [] copy(Wish wish) {
        return null;
    }

    @Override
    public void fill(Slot slot, Wish wish, byte @Nullable [] copy) {
        slot.holdTruncation(wish);
    }
}
