package dev.ringwal;

import dev.ringwal.log.Address;
import dev.ringwal.log.LogException;
import dev.ringwal.log.format.Group;
import org.jspecify.annotations.Nullable;

/** What {@code appendAddressed} returns: the write stage says where the record is, its slot completes it. */
final class AddressFuture extends LogFuture<Address> implements AppendCallback {

    private long segment;
    private long offset;
    private int index;

    AddressFuture(OwnThreads own) {
        super(own);
    }

    /** The record is one of the group's, which a store has taken. The write stage, before it is completed. */
    void writtenIn(Group group, long sequence) {
        segment = group.segment();
        offset = group.frameOffset(sequence);
        index = group.indexInFrame(sequence);
    }

    @Override
    public void onCompletion(long sequence, @Nullable LogException failure) {
        if (failure == null) {
            complete(new Address(sequence, segment, offset, index));
        } else {
            completeExceptionally(failure);
        }
    }
}
