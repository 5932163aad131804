package dev.ringwal;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import dev.ringwal.log.EncoderFailedException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.format.Group;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts records into groups: as many as are published and fit. Nothing it produces depends on sequence or place, and an append that
 * cannot be encoded leaves no trace in its group, so it uses no sequence.
 */
final class EncodeStage extends Stage {

    /** The last slot that the next stage may look at. */
    final Sequence done = new Sequence();

    private final RingBuffer<Slot> ring;
    private final GroupPool pool;
    private final Lifecycle lifecycle;
    private final Scratches scratches;
    private final BatchMemory batchMemory;
    private final WakeUp write;
    private long next;
    private boolean groupWasFull;
    private boolean ended;

    /** Being filled: in no slot behind {@code done} yet, unless it is empty. */
    private @Nullable Group group;

    /** Slot {@code next}'s value, encoded already though it belongs in the next group. */
    private @Nullable ByteBuffer encoded;

    EncodeStage(RingBuffer<Slot> ring, GroupPool pool, Lifecycle lifecycle, Poison poison, Scratches scratches,
            BatchMemory batchMemory, WakeUp write) {
        super(poison);
        this.ring = ring;
        this.pool = pool;
        this.lifecycle = lifecycle;
        this.scratches = scratches;
        this.batchMemory = batchMemory;
        this.write = write;
    }

    @Override
    boolean advance() {
        groupWasFull = false;
        // Bounded: the ring cannot be lapped before these slots are freed.
        while (!ended && ring.isAvailable(next) && pass(ring.get(next))) {
            encoded = null;
            next++;
        }
        return handOver();
    }

    /** Whether the group that was handed over last was full, and more is there. The stage's own thread. */
    boolean isCutShort() {
        return groupWasFull && ring.isAvailable(next);
    }

    private boolean handOver() {
        if (done.get() == next - 1) {
            return false;
        }
        endGroup();
        done.set(next - 1);
        write.signal();
        if (ended) {
            scratches.release();
        }
        return true;
    }

    private void endGroup() {
        if (group != null && !group.isEmpty()) {
            group.complete();
            group = null;
        }
    }

    /** False when the slot must wait for another group. */
    private boolean pass(Slot slot) {
        if (slot.kind == SlotKind.END) {
            ended = true;
        }
        if (slot.kind == SlotKind.TRUNCATE) {
            endGroup(); // what comes behind is written behind it
        }
        if (!slot.hasContent() || lifecycle.poisoned()) {
            return true;
        }
        try {
            if (slot.kind == SlotKind.VALUE) {
                encodeValue(slot);
            }
            return add(slot);
        } catch (LogException refused) {
            slot.failure = refused;
            return true;
        }
    }

    private void encodeValue(Slot slot) {
        if (encoded == null) {
            encoded = slot.encoder.encode(slot.value, scratches);
            slot.length = encoded.remaining();
        }
    }

    private boolean add(Slot slot) {
        if (!makeRoom(Math.max(1, slot.records), slot.groupBytes())) {
            return false;
        }
        switch (slot.kind) {
            case BYTES -> group.add(slot.content, slot.offset, slot.length, slot.topic);
            case VALUE -> group.add(encoded, encoded.position(), slot.length, slot.topic);
            case BATCH -> addBatch(slot);
            case CONTROL -> group.addControl(slot.content, slot.offset, slot.length, slot.topic);
            default -> throw new AssertionError(slot.kind);
        }
        slot.group = group;
        return true;
    }

    private void addBatch(Slot slot) {
        group.addBatch(slot.batch(), slot.records);
        byte[] outside = slot.dropOutside();
        if (outside != null) {
            batchMemory.give(outside);
        }
    }

    private boolean makeRoom(int records, long payloadBytes) {
        if (group == null) {
            group = pool.poll();
        }
        if (group == null) {
            return false;
        }
        if (!group.fits(records, payloadBytes)) {
            if (!group.isEmpty()) {
                groupWasFull = true;
                return false;
            }
            grow(records, payloadBytes);
        }
        return true;
    }

    private void grow(int records, long payloadBytes) {
        try {
            group.grow(records, payloadBytes);
        } catch (OutOfMemoryError none) {
            throw new EncoderFailedException("no memory for " + payloadBytes + " bytes to write", none);
        }
    }

    @Override
    boolean ended() {
        return ended;
    }
}
