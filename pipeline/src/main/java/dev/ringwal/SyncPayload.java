package dev.ringwal;

import dev.ringwal.log.format.RecordHead;
import org.jspecify.annotations.Nullable;

/** No record at all: the marker that completes when all before it is durable. */
record SyncPayload() implements Payload<SlotKind> {

    @Override
    public int topic() {
        return RecordHead.DEFAULT_TOPIC;
    }

    @Override
    public void check(SlotKind marker) {
        // there is but one
    }

    @Override
    public long outsideBytes(SlotKind marker) {
        return 0;
    }

    @Override
    public byte @Nullable [] copy(SlotKind marker) {
        return null;
    }

    @Override
    public void fill(Slot slot, SlotKind marker, byte @Nullable [] copy) {
        slot.holdMarker(marker);
    }
}
