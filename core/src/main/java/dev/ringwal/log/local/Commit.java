package dev.ringwal.log.local;

import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.format.ControlState;
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
    private volatile Place attested;
    private volatile long syncs;

    // Of the last write that returned; guarded by position.
    private @Nullable SegmentWriter writer;
    private @Nullable Place writtenPlace;
    private volatile long writtenSequence;
    private long writtenMark;

    Commit(StateKeeper state, DurableGate gate, Place attested, long lastSequence) {
        this.state = state;
        this.gate = gate;
        this.attested = attested;
        this.writtenSequence = lastSequence;
        this.writtenMark = lastSequence;
    }

    void report(LogStore.Listener to) {
        listener = to;
    }

    Place attested() {
        return attested;
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
            writtenPlace = by.end();
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
                Place place;
                long sequence;
                long mark;
                synchronized (position) {
                    to = writer;
                    place = writtenPlace;
                    sequence = writtenSequence;
                    mark = writtenMark;
                }
                if (to != null && place != null && place.compareTo(attested) > 0) {
                    to.sync();
                    advance(place, sequence, mark);
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
            full.seal(control, attested);
            full.sync();
            advance(full.end(), writtenSequence, writtenMark);
        }
    }

    /** A start was written and synced while all before it was durable. The writing thread. */
    void started(SegmentWriter by, long lastSequence) {
        synchronized (syncing) {
            writtenSequence = lastSequence;
            writtenMark = Math.max(writtenMark, lastSequence);
            advance(by.end(), lastSequence, writtenMark);
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
                writtenPlace = to.end();
                writtenSequence = lastSequence;
                writtenMark = mark;
            }
            syncs++;
            attested = to.end();
            state.attestCut(attested, lastSequence);
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

    private void advance(Place place, long sequence, long mark) {
        syncs++;
        if (hasFailed()) {
            return;
        }
        attested = place;
        state.attest(place, sequence);
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
