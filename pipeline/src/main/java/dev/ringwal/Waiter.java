package dev.ringwal;

import dev.ringwal.log.AppendAbandonedException;
import dev.ringwal.log.AppendAbandonedException.Reason;
import dev.ringwal.log.LogException;
import dev.ringwal.log.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that waits in a blocking append, once. Its value is the outcome, {@link #APPENDED} or a {@code LogException}; the first
 * one holds. A waiter that was given up on is simply left to its slot.
 */
final class Waiter extends AtomicReference<Object> implements AppendCallback {

    /** Spinning takes a processor: one is always left to the log's threads, so with one processor nobody spins. */
    private static final int MAX_SPINNERS = Math.min(4, Runtime.getRuntime().availableProcessors() - 1);

    private static final AtomicInteger SPINNERS = new AtomicInteger();

    private static final Object APPENDED = new Object();

    private final transient Thread thread = Thread.currentThread();
    private final transient Runnable once;
    /** Written before the value says {@link #APPENDED}; whoever says so again says the same sequence. */
    private transient long sequence;

    Waiter() {
        this(() -> { });
    }

    /** @param once is run when the outcome is known, even if nobody waits for it any more; must neither throw nor wait */
    Waiter(Runnable once) {
        this.once = once;
    }

    @Override
    public void onCompletion(long appended, @Nullable LogException failure) {
        if (failure == null) {
            sequence = appended;
        }
        if (compareAndSet(null, failure == null ? APPENDED : failure)) {
            once.run();
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits for the outcome, in the thread that made the waiter: spins first, for so long.
     *
     * @throws LogException why the append failed, or that it was abandoned here
     */
    long await(Patience patience, long spinNanos) {
        Object outcome = spin(spinNanos);
        while (outcome == null) {
            if (thread.isInterrupted()) {
                throw new AppendAbandonedException(Reason.INTERRUPTED, Outcome.UNKNOWN);
            }
            if (patience.over()) {
                throw new AppendAbandonedException(Reason.TIMED_OUT, Outcome.UNKNOWN);
            }
            patience.park(this);
            outcome = get();
        }
        if (outcome instanceof LogException failure) {
            failure.fillInStackTrace(); // it was made by a stage, for this append only: the caller's frames say more
            throw failure;
        }
        return sequence;
    }

    private @Nullable Object spin(long nanos) {
        Object outcome = get();
        if (outcome != null || nanos == 0 || SPINNERS.get() >= MAX_SPINNERS) {
            return outcome;
        }
        SPINNERS.incrementAndGet();
        long end = System.nanoTime() + nanos;
        do {
            Thread.yield(); // to whoever the sync needs
            outcome = get();
        } while (outcome == null && System.nanoTime() < end);
        SPINNERS.decrementAndGet();
        return outcome;
    }
}
