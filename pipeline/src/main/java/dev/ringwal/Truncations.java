package dev.ringwal;

import dev.ringwal.TruncatePayload.Wish;
import dev.ringwal.log.AppendAbandonedException;
import dev.ringwal.log.AppendAbandonedException.Reason;
import dev.ringwal.log.Durability;
import dev.ringwal.log.Outcome;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * Truncations of one log's end, and what must not run beside them: a consumer looks whether the log was truncated in front of it, and then
 * commits. Were a truncation performed between, the position would count in what takes the place of what is gone. Any thread.
 */
final class Truncations {

    private final Pipeline pipeline;
    private final Appender<Wish> wishes;

    /** Written for a truncation: not by its thread in the end, so it is one that has no owner. */
    private final StampedLock lock = new StampedLock();

    Truncations(Pipeline pipeline) {
        this.pipeline = pipeline;
        wishes = pipeline.appender(new TruncatePayload(), Durability.SYNCED);
    }

    /** Durable when it returns; throws as a blocking append does. */
    void truncate(Wish wish) {
        pipeline.refuseToWait("a truncation");
        if (Thread.currentThread().isInterrupted()) {
            throw new AppendAbandonedException(Reason.INTERRUPTED, Outcome.NOT_WRITTEN);
        }
        long stamp = lock.writeLock();
        boolean handedIn = false;
        Waiter waiter;
        try {
            waiter = new Waiter(() -> lock.unlockWrite(stamp)); // an interrupt ends the waiting only
            wishes.append(wish, waiter);
            handedIn = true;
        } finally {
            if (!handedIn) {
                lock.unlockWrite(stamp);
            }
        }
        waiter.await(Patience.ENDLESS, 0);
        pipeline.closeIdleReader(); // what it holds open would keep its space
    }

    /**
     * Runs it while no truncation is under way.
     *
     * @throws IllegalStateException when one is, on a thread that the log needs
     */
    <T> T apart(Supplier<T> work) {
        long stamp = pipeline.needsCurrentThread() ? lock.tryReadLock() : lock.readLock();
        if (stamp == 0) {
            pipeline.refuseToWait("a commit beside a truncation");
        }
        try {
            return work.get();
        } finally {
            lock.unlockRead(stamp);
        }
    }
}
