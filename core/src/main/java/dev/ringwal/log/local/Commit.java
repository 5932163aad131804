package dev.ringwal.log.local;

import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.SegmentWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Orders the promise: takes the position of writes that have returned, syncs, publishes it in the state page, and only then
 * advances the durable sequence.
 *
 * <p>One lock is held from the position to the advance. So at most one sync of records or footers runs at a time, also when a roll
 * syncs on the writing thread while the sync stage syncs on its own, and neither waits for more than the other's one sync: no hand
 * over between threads can go wrong. After a failure nothing is ever advanced again, not even by a sync that was under way, unless it
 * is reporting already: of two syncs the kernel may tell only one of an error.
 */
final class Commit {

    /**
     * A monitor, as the machine gives that back whatever is thrown. A fault of the mapped state page is thrown somewhere behind the store that
     * met it: if that is within the unlocking of a lock of the library, whoever waits for it waits for ever.
     */
    private final Object syncing = new Object();
    private final Object position = new Object();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final StateKeeper state;
    private final DurableGate gate;
    private volatile LogStore.@Nullable Listener listener;
    private volatile long syncs;

    // What is attested, and the last write that returned; guarded by position. Numbers, as places would be allocated for each group.
    private long attestedSegment;
    private long attestedSalt;
    private long attestedOffset;
    private @Nullable SegmentWriter writer;
    private long writtenOffset;
    private volatile long writtenSequence;
    private long writtenMark;

    Commit(StateKeeper state, DurableGate gate, Place attested, long lastSequence) {
        this.state = state;
        this.gate = gate;
        this.attestedSegment = attested.segment();
        this.attestedSalt = attested.salt();
        this.attestedOffset = attested.offset();
        this.writtenSequence = lastSequence;
        this.writtenMark = lastSequence;
    }

    /** From now on; of a failure that there was before, too. */
    void report(LogStore.Listener to) {
        listener = to;
        isSound();
    }

    Place attested() {
        synchronized (position) {
            return new Place(attestedSegment, attestedSalt, attestedOffset);
        }
    }

    /** The group's frames are to say what is attested now. */
    void attestIn(Group group) {
        synchronized (position) {
            group.attest(attestedSegment, attestedSalt, attestedOffset);
        }
    }

    long writtenSequence() {
        return writtenSequence;
    }

    long syncs() {
        return syncs;
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Whether nothing has failed. If something has, sees to it that everybody knows: telling may have failed itself. */
    boolean isSound() {
        Throwable cause = failure.get();
        if (cause != null) {
            tellOf(cause);
        }
        return cause == null;
    }

    /** A write has returned. The writing thread only. @param mark as {@link LogStore.Listener} has it */
    void written(SegmentWriter by, long lastSequence, long mark) {
        synchronized (position) {
            writer = by;
            writtenOffset = by.offset();
            writtenSequence = lastSequence;
            writtenMark = mark;
        }
        LogStore.Listener to = listener;
        if (to != null) {
            to.written(lastSequence, mark);
        }
    }

    /** Makes what is written durable. Failing is reported. */
    void sync() {
        synchronized (syncing) {
            try {
                if (!isSound()) {
                    return;
                }
                SegmentWriter to;
                long offset;
                boolean isNew;
                long sequence;
                long mark;
                synchronized (position) {
                    to = writer;
                    offset = writtenOffset;
                    isNew = to != null && isBehindAttested(to, offset);
                    sequence = writtenSequence;
                    mark = writtenMark;
                }
                if (to != null && isNew) {
                    to.sync();
                    advance(to, offset, sequence, mark);
                }
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            }
        }
    }

    /** Seals a segment and makes it durable, footer included. The writing thread, after the last write to it. */
    void seal(SegmentWriter full, ControlState control) throws IOException {
        synchronized (syncing) {
            checkAlive();
            full.seal(control, attested());
            full.sync();
            advance(full, full.offset(), writtenSequence, writtenMark);
        }
    }

    /** A start was written and synced while all before it was durable. The writing thread. */
    void started(SegmentWriter by, long lastSequence) {
        synchronized (syncing) {
            writtenSequence = lastSequence;
            writtenMark = Math.max(writtenMark, lastSequence);
            advance(by, by.offset(), lastSequence, writtenMark);
        }
    }

    /** The same for a start that recovery has written. That what it copied is durable is told by one place only until the page is synced. */
    void recovered(SegmentWriter by, long lastSequence, long lastInFront) {
        synchronized (syncing) {
            state.cutComes(by.end().segment(), lastInFront);
            started(by, lastSequence);
            state.sync();
        }
    }

    /** A segment that goes on from one that is not sealed is about to be begun. The writing thread. */
    void cutComes(long segment, long lastSequence) {
        state.cutComes(segment, lastSequence);
    }

    /** Writes and syncs what ends the log in front of its end, no sync running beside it. The writing thread. */
    interface Truncating {
        /** Returns the segment that is written to from now on; its start, which says where the log before ends, is durable. */
        SegmentWriter run() throws IOException;
    }

    /**
     * All that is written is durable first. Then the log ends with the given record: what others are told goes back.
     */
    void truncate(long lastSequence, long mark, Truncating truncating) throws IOException {
        synchronized (syncing) {
            sync();
            checkAlive();
            SegmentWriter to = truncating.run();
            checkAlive();
            synchronized (position) {
                writer = to;
                writtenOffset = to.offset();
                writtenSequence = lastSequence;
                writtenMark = mark;
            }
            syncs++;
            attest(to, to.offset());
            state.attestCut(to.end(), lastSequence);
            state.sync(); // what is void now is told by one place only until then
            gate.cutTo(lastSequence);
            LogStore.Listener listening = listener;
            if (listening != null) {
                listening.written(lastSequence, mark);
                listening.durable(lastSequence, mark);
            }
        }
    }

    /** What the state page says, not while a truncation is halfway. Waits for a sync that is under way. */
    StateSlot said() {
        synchronized (syncing) {
            return state.said();
        }
    }

    private boolean isBehindAttested(SegmentWriter by, long offset) {
        return by.number() > attestedSegment || by.number() == attestedSegment && offset > attestedOffset;
    }

    private void attest(SegmentWriter by, long offset) {
        synchronized (position) {
            attestedSegment = by.number();
            attestedSalt = by.salt();
            attestedOffset = offset;
        }
    }

    private void advance(SegmentWriter by, long offset, long sequence, long mark) {
        syncs++;
        if (hasFailed()) {
            return;
        }
        attest(by, offset);
        state.attest(by.number(), by.salt(), offset, sequence);
        gate.advance(sequence);
        LogStore.Listener to = listener;
        if (to != null) {
            to.durable(sequence, mark);
        }
    }

    void checkAlive() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new LogFailedException(cause, Outcome.UNKNOWN);
        }
    }

    /** Poisons. The first cause is kept. Waits for no sync: one that hangs must not keep others from learning it. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        isSound();
    }

    /** Can be done again, as it must be where there was no memory for it. */
    private void tellOf(Throwable cause) {
        gate.fail(cause);
        LogStore.Listener to = listener;
        if (to != null) {
            to.failed(cause);
        }
        state.poisoned();
    }
}
