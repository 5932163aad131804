package dev.ringwal;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Completes settled appends in order, each exactly once, and frees their slots.
 *
 * <p>A slot is settled when its outcome is known: it failed or is blank; its record is written, or durable, as was asked for; or the
 * log is poisoned. On poison it succeeds all the same if what it asked for was reached before. Else it surely was not written if no
 * store was offered it, and otherwise that is unknown.
 */
final class Completions {

    /** So often, at least, producers get the room that was freed. */
    private static final int FREED_AT_ONCE = 64;
    private static final long SLOW_NANOS = 1_000_000_000L;

    /** The last slot that is free again: gates the ring. Set by the baton's holder only. */
    final Sequence done = new Sequence();

    private final RingBuffer<Slot> ring;
    private final Sequence written;
    private final Progress progress;
    private final Lifecycle lifecycle;
    private final Room room;
    private final BytesInFlight bytesInFlight;
    private final Incidents incidents;
    private final OwnThreads own;
    private final WakeUp notify;
    private final Baton baton = new Baton(this::failPending, this::signalNotify);
    private volatile boolean passedEnd;

    Completions(RingBuffer<Slot> ring, Sequence written, Progress progress, Lifecycle lifecycle, Room room,
            BytesInFlight bytesInFlight, Incidents incidents, OwnThreads own, WakeUp notify) {
        this.ring = ring;
        this.written = written;
        this.progress = progress;
        this.lifecycle = lifecycle;
        this.room = room;
        this.bytesInFlight = bytesInFlight;
        this.incidents = incidents;
        this.own = own;
        this.notify = notify;
    }

    /** Whether the next slot is settled. */
    boolean ready() {
        long next = done.get() + 1;
        return next <= written.get() && settled(ring.get(next));
    }

    /** Whether the outcome of the slot is known. */
    boolean isSettled(long slot) {
        return slot <= written.get() && settled(ring.get(slot));
    }

    /** Lets a blocked caller go, if that is who waits for the (settled) slot; it is completed later all the same. */
    void tellWaiter(long slot) {
        Slot settled = ring.get(slot);
        if (settled.completion instanceof Waiter waiter) {
            LogException failure = failure(settled);
            waiter.onCompletion(failure == null ? settled.lastSequence : -1, failure);
        }
    }

    /** Completes all that is settled, up to a slot; false when there is nothing, or somebody else is at it. */
    boolean run(long last) {
        if (!ready() || !baton.take()) {
            return false;
        }
        try {
            long upTo = Math.min(last, written.get());
            while (ready() && done.get() < upTo) {
                completeSome(upTo);
            }
            return true;
        } finally {
            baton.giveBack();
        }
    }

    private void completeSome(long upTo) {
        long startNanos = System.nanoTime();
        long next = done.get() + 1;
        long last = Math.min(upTo, done.get() + FREED_AT_ONCE);
        long freedBytes = 0;
        try {
            for (; next <= last && settled(ring.get(next)); next++) {
                Slot slot = ring.get(next);
                complete(slot);
                freedBytes += slot.heldBytes;
                passedEnd |= slot.kind == SlotKind.END;
                slot.forget();
                done.set(next);
            }
        } finally {
            bytesInFlight.release(freedBytes);
            room.signal();
        }
        long took = System.nanoTime() - startNanos;
        if (took > SLOW_NANOS) {
            incidents.completionsSlow(took);
        }
    }

    private boolean settled(Slot slot) {
        return slot.failure != null || slot.kind == SlotKind.BLANK || slot.kind == SlotKind.END || lifecycle.poisoned()
                || reached(slot);
    }

    private boolean reached(Slot slot) {
        long mark = slot.synced ? progress.durable() : progress.written();
        return mark >= slot.mark;
    }

    private void complete(Slot slot) {
        AppendCallback completion = slot.completion;
        if (completion != null) {
            LogException failure = failure(slot);
            tell(slot, completion, failure == null ? slot.lastSequence : -1, failure);
        }
    }

    private @Nullable LogException failure(Slot slot) {
        Throwable cause = lifecycle.failure(); // read before what was reached
        if (slot.failure != null) {
            return slot.failure;
        }
        if (reached(slot)) {
            return null;
        }
        assert cause != null;
        return new LogFailedException(cause, slot.offered ? Outcome.UNKNOWN : Outcome.NOT_WRITTEN);
    }

    /** Our own future or waiter may find no memory for the outcome: it is then told again. A user's callback is called once. */
    private void tell(Slot slot, AppendCallback completion, long sequence, @Nullable LogException failure) {
        boolean users = !isOurs(completion);
        if (users) {
            slot.completion = null;
        }
        try {
            completion.onCompletion(sequence, failure);
        } catch (Throwable thrown) {
            if (!users && !(completion instanceof LogFuture<?> future && future.isDone())) {
                throw thrown;
            }
            incidents.userCodeThrew(thrown);
        }
        slot.completion = null;
    }

    /** Its first outcome holds, whoever brings it. */
    private static boolean isOurs(AppendCallback completion) {
        return completion instanceof LogFuture<?> || completion instanceof Waiter;
    }

    /** Whether the end marker was passed: nothing will ever be completed again. Any thread. */
    boolean passedEnd() {
        return passedEnd;
    }

    /**
     * After a close that timed out: fails all that is published and pending. Its slots go on through the stages. The one who closes
     * calls it, and every producer that publishes afterwards.
     */
    void abandonPending() {
        own.run(baton::requestSweep);
        own.run(this::failPromises);
    }

    /** Goes on where that was cut short, by a lack of memory. */
    void abandonRest() {
        baton.sweepIfWanted();
    }

    /** It may have found the baton taken. */
    private void signalNotify() {
        notify.signal();
    }

    private void failPending() {
        for (long next = done.get() + 1; next <= ring.getCursor(); next++) {
            if (ring.isAvailable(next)) {
                Slot slot = ring.get(next);
                AppendCallback completion = slot.completion;
                if (completion != null) {
                    tell(slot, completion, -1, timedOut());
                }
            }
        }
    }

    /**
     * A callback that hangs holds the baton. So futures and blocked callers, whose first outcome holds whoever brings it, are failed
     * without. No slot is filled again any more, so none is mistaken for another.
     */
    private void failPromises() {
        for (long next = done.get() + 1; next <= ring.getCursor(); next++) {
            if (ring.isAvailable(next)) {
                AppendCallback completion = ring.get(next).completion;
                if (isOurs(completion)) {
                    completion.onCompletion(-1, timedOut());
                }
            }
        }
    }

    private static LogClosedException timedOut() {
        return new LogClosedException("closing took too long: whether the record is written is not known", Outcome.UNKNOWN);
    }
}
