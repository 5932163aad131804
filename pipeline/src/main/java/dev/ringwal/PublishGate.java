package dev.ringwal;

import com.lmax.disruptor.RingBuffer;
import dev.ringwal.log.Durability;
import java.util.Objects;

/**
 * Where an append enters the ring. Whatever can fail, wait or take memory comes before the claim; a claimed slot is published in any
 * case, blank if something goes wrong, since one that never is would stop the ring for ever. Any thread.
 */
final class PublishGate {

    private final RingBuffer<Slot> ring;
    private final Lifecycle lifecycle;
    private final Room room;
    private final BytesInFlight bytesInFlight;
    private final Completions completions;

    PublishGate(RingBuffer<Slot> ring, Lifecycle lifecycle, Room room, BytesInFlight bytesInFlight, Completions completions) {
        this.ring = ring;
        this.lifecycle = lifecycle;
        this.room = room;
        this.bytesInFlight = bytesInFlight;
        this.completions = completions;
    }

    /**
     * Hands the payload in: from then on the completion is told its outcome, once. False when there was no room; then, as after an
     * exception, nothing was handed in.
     *
     * @throws dev.ringwal.log.LogException when it cannot be handed in
     */
    <P> boolean enter(P payload, Payload<P> kind, Durability durability, AppendCallback completion, Patience patience) {
        Objects.requireNonNull(payload, "payload");
        lifecycle.checkOpen();
        kind.check(payload);
        if (!patience.waits() && !room.isThere()) {
            return false; // before anything is copied in vain
        }
        long charge = bytesInFlight.charge(kind.outsideBytes(payload));
        if (!bytesInFlight.admit(charge, patience)) {
            return false;
        }
        boolean entered = false;
        try {
            byte[] copy = kind.copy(payload);
            long slot = room.claim(patience);
            if (slot != Room.NONE) {
                publish(slot, payload, kind, copy, durability, completion, charge);
                entered = true;
            }
            return entered;
        } finally {
            if (!entered) {
                bytesInFlight.release(charge);
            }
        }
    }

    private <P> void publish(long claimed, P payload, Payload<P> kind, byte[] copy, Durability durability,
            AppendCallback completion, long charge) {
        Slot slot = ring.get(claimed);
        boolean filled = false;
        try {
            lifecycle.checkOpen(); // behind the end marker nobody would look at it
            slot.synced = durability == Durability.SYNCED;
            slot.topic = kind.topic();
            kind.fill(slot, payload, copy);
            slot.completion = completion;
            slot.heldBytes = charge;
            filled = true;
        } finally {
            if (!filled) {
                slot.blank();
            }
            ring.publish(claimed);
        }
        if (lifecycle.abandoned()) {
            completions.abandonPending(); // whoever abandoned may not have seen it
        }
    }
}
