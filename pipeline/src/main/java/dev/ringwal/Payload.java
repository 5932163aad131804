package dev.ringwal;

import org.jspecify.annotations.Nullable;

/**
 * How one kind of payload gets into a slot. All that can fail, take long or take memory is done by the first three methods, before
 * the slot is claimed.
 */
interface Payload<P> {

    /** The number of the topic that its record gets; of a control entry, of the one that it speaks of. */
    int topic();

    /** Checks arguments and limits; throws what is wrong. */
    void check(P payload);

    /** The memory it takes besides the slot; 0 for what the slot itself has room for. */
    long outsideBytes(P payload);

    /** A copy in memory of its own, where the slot has no room for it and the payload stays its owner's. */
    byte @Nullable [] copy(P payload);

    /** Puts it into the slot, or the copy if there is one. */
    void fill(Slot slot, P payload, byte @Nullable [] copy);
}
