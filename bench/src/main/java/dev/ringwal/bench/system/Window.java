package dev.ringwal.bench.system;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts one producer's records in flight and holds it back once {@link Settings#inFlight} are, until a quarter of them is complete, so
 * that it does not go to sleep for each.
 *
 * <p>One producer's thread enters and waits; completions are counted by one thread at a time. Neither takes a lock or, as long as
 * nobody waits, a fence: what is measured is the system, not this.
 */
public final class Window {

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    /** Cells of their own cache lines: the producer reads the first seldom, the completing thread the second always. */
    private static final int COMPLETED = 16;
    private static final int AWAITED = 32;
    private static final int LENGTH = 48;

    private static final int SPINS = 200;
    /** A completion without a fence may overlook a producer that is about to park; so no park lasts longer. */
    private static final long PARK_NANOS = 100_000;

    private final long[] cells = new long[LENGTH];
    private final int inFlight;
    private final CompletionListener listener;
    private volatile @Nullable Thread producer;
    private volatile @Nullable Throwable failure;
    private long entered;
    /** At least so many are complete: what the producer saw when it last looked. */
    private long seen;

    public Window(int inFlight, CompletionListener listener) {
        this.inFlight = inFlight;
        this.listener = listener;
        cells[AWAITED] = Long.MAX_VALUE;
    }

    /** Before a record is handed in. The producer. */
    public void enter() throws IOException {
        enter(1);
    }

    /** Before so many are handed in together, which may be all that can be in flight. The producer. */
    public void enter(int records) throws IOException {
        if (isFull(records)) {
            seen = completed();
            if (isFull(records)) {
                await(Math.max(entered + records - inFlight, entered - inFlight + inFlight / 4));
            }
        }
        entered += records;
    }

    /** By what was last seen. */
    private boolean isFull(int records) {
        return entered - seen > inFlight - records;
    }

    /** Returns when all that entered is complete. The producer. */
    public void drain() throws IOException {
        await(entered);
    }

    /** So many more of the producer's records are complete. */
    public void complete(int records) {
        count(records);
        wake();
    }

    /** The same, of a group: with a fence, so that a producer that is about to park is not overlooked. */
    public void completeGroup(int records) {
        count(records);
        VarHandle.fullFence();
        wake();
    }

    private void count(int records) {
        long now = (long) CELLS.get(cells, COMPLETED) + records;
        listener.completed(now); // first: whoever has seen it complete may look at what the listener holds
        CELLS.setRelease(cells, COMPLETED, now);
    }

    private void wake() {
        long now = (long) CELLS.get(cells, COMPLETED);
        if (now >= (long) CELLS.getOpaque(cells, AWAITED)) {
            CELLS.setOpaque(cells, AWAITED, Long.MAX_VALUE);
            LockSupport.unpark(producer);
        }
    }

    /** A record failed. The producer is told at its next wait. */
    public void fail(Throwable cause) {
        failure = cause;
        complete(1);
    }

    public long completed() {
        return (long) CELLS.getAcquire(cells, COMPLETED);
    }

    private void await(long count) throws IOException {
        for (int i = 0; i < SPINS && completed() < count; i++) {
            Thread.onSpinWait();
        }
        while (completed() < count && failure == null) {
            producer = Thread.currentThread();
            CELLS.setVolatile(cells, AWAITED, count);
            if (completed() < count) {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for record " + count + ", " + completed() + " are complete");
            }
        }
        seen = completed();
        if (failure != null) {
            throw new IOException("an append failed", failure);
        }
    }
}
