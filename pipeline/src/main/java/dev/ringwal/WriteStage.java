package dev.ringwal;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.format.Group;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives groups to the store, and their sequences to the slots. A group that the store refuses fails its slots and uses no sequence.
 * One group a step: what is done is handed over before the next take, which may wait for a sync at a roll.
 */
final class WriteStage extends Stage {

    private static final long NEVER = Long.MAX_VALUE;

    /** The last slot that the next stage may look at. */
    final Sequence done = new Sequence();

    private final RingBuffer<Slot> ring;
    private final Sequence encoded;
    private final LogStore store;
    private final GroupPool pool;
    private final Progress progress;
    private final Lifecycle lifecycle;
    private final WakeUp sync;
    private final WakeUp notify;
    private final LongSupplier clock;
    private final long tickNanos;
    private long tickedNanos;
    private long next;
    private long lastSequence;

    /** Control entries that the store has taken, truncations, and records that these have removed. */
    private long beyond;
    private boolean ended;

    /** Written when the sync stage was last woken. */
    private long wokenBytes;

    /** All before the group at hand is durable: the sync stage does not know yet that something is not. */
    private boolean firstUnsynced;

    /** Was being offered when the log was poisoned: whether its records are written is not known. */
    private @Nullable Group suspect;

    /**
     * The store took a group and gave it no sequence, or failed meanwhile. Its report may still be on its way, from another thread;
     * nothing moves until it is there.
     */
    private boolean storeHasFailed;

    /** Why the store refused the group at hand, if it did. */
    private @Nullable DiskFullException refusal;

    // Read by other threads.
    private volatile long wantedDurable;
    private volatile boolean passedEnd;
    private volatile long records;
    private volatile long payloadBytes;
    private volatile long groups;

    WriteStage(RingBuffer<Slot> ring, Sequence encoded, LogStore store, GroupPool pool, Progress progress,
            Lifecycle lifecycle, Poison poison, WakeUp sync, WakeUp notify, LongSupplier clock) {
        super(poison);
        this.ring = ring;
        this.encoded = encoded;
        this.store = store;
        this.pool = pool;
        this.progress = progress;
        this.lifecycle = lifecycle;
        this.sync = sync;
        this.notify = notify;
        this.clock = clock;
        tickNanos = store.tickNanos();
        tickedNanos = clock.getAsLong();
        lastSequence = store.writtenSequence();
        wantedDurable = store.durableSequence();
    }

    @Override
    boolean advance() {
        tick();
        long upTo = encoded.get();
        if (next > upTo) {
            return false;
        }
        if (lifecycle.poisoned()) {
            drain(upTo);
        } else if (storeHasFailed) {
            return false;
        } else {
            passOneGroup(upTo);
        }
        handOver();
        return true;
    }

    private void tick() {
        if (tickNanos != NEVER && !lifecycle.poisoned()) {
            long now = clock.getAsLong();
            if (now - tickedNanos >= tickNanos) {
                tickedNanos = now;
                store.tick();
            }
        }
    }

    @Override
    long deadlineNanos() {
        return tickNanos == NEVER || lifecycle.poisoned() ? NEVER : tickedNanos + tickNanos;
    }

    private void passOneGroup(long upTo) {
        Group group = null;
        long first = next;
        for (; next <= upTo; next++) {
            Slot slot = ring.get(next);
            if (slot.kind == SlotKind.TRUNCATE) {
                if (next == first && truncate(slot)) {
                    next++;
                }
                break;
            }
            if (slot.group != null && slot.group != group) {
                if (group != null) {
                    break;
                }
                group = slot.group;
                offer(group);
                if (storeHasFailed) {
                    return;
                }
                count(group);
            }
            pass(slot);
        }
        pool.letGo();
        suspect = null;
    }

    /** Alone in its step: it waits for syncs. False when the store has failed. */
    private boolean truncate(Slot slot) {
        slot.offered = true;
        TruncatePayload.Wish wish = (TruncatePayload.Wish) Objects.requireNonNull(slot.value);
        try {
            long removed = store.truncateAfter(wish.sequence(), wish.kind());
            if (removed < 0) {
                storeHasFailed = true;
                return false;
            }
            if (removed > 0) {
                lastSequence = store.writtenSequence();
                beyond += removed + 1;
            }
        } catch (DiskFullException | TruncationRefusedException refused) {
            slot.failure = refused;
        }
        slot.lastSequence = lastSequence;
        slot.mark = mark();
        wantedDurable = Math.max(wantedDurable, mark());
        return true;
    }

    private void offer(Group group) {
        suspect = group;
        refusal = null;
        pool.hold(group);
        try {
            store.take(group);
        } catch (DiskFullException full) {
            refusal = full;
            pool.released(group);
            return;
        }
        storeHasFailed = lifecycle.poisoned() || group.firstSequence() < 0;
    }

    private void count(Group group) {
        if (refusal == null) {
            firstUnsynced |= progress.durable() >= mark();
            lastSequence = group.firstSequence() - 1;
            records += group.records(); // by this thread only
            payloadBytes += group.payloadBytes();
            groups++;
        }
    }

    /** What the store has reached when it has all that was passed so far. */
    private long mark() {
        return lastSequence + beyond;
    }

    /** Gives the slot its place in the order, or why it has none. */
    private void pass(Slot slot) {
        if (slot.group != null) {
            Group group = slot.group;
            slot.group = null;
            slot.offered = true;
            if (refusal != null) {
                slot.failure = new DiskFullException(refusal.getMessage(), refusal);
                return;
            }
            lastSequence += slot.records;
            if (slot.completion instanceof AddressFuture wanted) {
                wanted.writtenIn(group, lastSequence);
            }
            beyond += slot.controls();
        }
        slot.lastSequence = lastSequence;
        slot.mark = mark();
        if (slot.failure == null && slot.synced && slot.kind != SlotKind.END) {
            wantedDurable = Math.max(wantedDurable, mark());
        }
        ended |= slot.kind == SlotKind.END;
    }

    /** Moves slots along without work: notify fails them. */
    private void drain(long upTo) {
        for (; next <= upTo; next++) {
            Slot slot = ring.get(next);
            slot.offered |= slot.group != null && slot.group == suspect;
            slot.group = null;
            ended |= slot.kind == SlotKind.END;
        }
    }

    private void handOver() {
        done.set(next - 1);
        passedEnd = ended;
        notify.signal();
        long durable = progress.durable();
        boolean much = payloadBytes - wokenBytes >= SyncStage.MUCH_BYTES;
        if (ended || wantedDurable > durable || firstUnsynced || much) { // else its timer runs: no need to wake it for every group
            firstUnsynced = false;
            wokenBytes = payloadBytes;
            sync.signal();
        }
    }

    /** The highest mark that somebody waits to be durable. Any thread. */
    long wantedDurable() {
        return wantedDurable;
    }

    /** Any thread. */
    @Override
    boolean ended() {
        return passedEnd;
    }

    long records() {
        return records;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    long groups() {
        return groups;
    }
}
