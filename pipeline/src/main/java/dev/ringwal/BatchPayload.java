package dev.ringwal;

import dev.ringwal.log.format.RecordHead;
import org.jspecify.annotations.Nullable;

/** A batch's records, which it encoded as they were added; a small one is copied, a larger one gives up its memory. */
record BatchPayload(Pipeline log, int recordLimitBytes, int batchLimitBytes) implements Payload<Batch> {

    /** Each record has its own. */
    @Override
    public int topic() {
        return RecordHead.DEFAULT_TOPIC;
    }

    @Override
    public void check(Batch batch) {
        batch.check(log, recordLimitBytes, batchLimitBytes);
    }

    @Override
    public long outsideBytes(Batch batch) {
        return batch.encodedBytes() > Slot.INLINE_BYTES ? batch.capacity() : 0;
    }

    @Override
    public byte @Nullable [] copy(Batch batch) {
        return null;
    }

    @Override
    public void fill(Slot slot, Batch batch, byte @Nullable [] copy) {
        int length = batch.encodedBytes();
        int records = batch.size();
        if (length <= Slot.INLINE_BYTES) {
            slot.holdBatch(null, length, records);
            batch.copyTo(slot.content, slot.offset, length);
        } else {
            slot.holdBatch(batch.giveUp(), length, records);
        }
        batch.clear();
    }
}
