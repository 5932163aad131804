package dev.ringwal;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes appends whose outcome is known, here or on the user's executor, and tells of the log's states. Its sequence gates the
 * ring.
 *
 * <p>With an executor there is one task at a time, which completes all that was settled when it was handed over; the ring bounds what
 * waits for it. Blocked callers are let go from here all the same: they may be the threads that the executor needs. A task that the
 * executor has lost does not keep a close for ever: after a while its work is done here.
 */
final class NotifyStage extends Stage {

    /** While closing: a task that was not run for so long will not be. */
    private static final long LOST_NANOS = 5_000_000_000L;

    private final Completions completions;
    private final StateReports states;
    private final Shutdown shutdown;
    private final Lifecycle lifecycle;
    private final Poison poison;
    private final Incidents incidents;
    private final OwnThreads own;
    private final WakeUp notify;
    private final @Nullable Executor executor;
    private final AtomicBoolean taskUnderWay = new AtomicBoolean();
    private final LongSupplier clock;
    private final Runnable complete;
    private final Runnable task = this::runTask;

    /** Blocked callers up to this slot have been let go. */
    private long told = -1;

    /** The task completes up to this slot; those behind it are this thread's. */
    private long handed = -1;
    private volatile long handedNanos;

    NotifyStage(Completions completions, StateReports states, Shutdown shutdown, Lifecycle lifecycle, Poison poison,
            Incidents incidents, OwnThreads own, WakeUp notify, LongSupplier clock, @Nullable Executor executor) {
        super(poison);
        this.completions = completions;
        this.states = states;
        this.shutdown = shutdown;
        this.lifecycle = lifecycle;
        this.poison = poison;
        this.incidents = incidents;
        this.own = own;
        this.notify = notify;
        this.clock = clock;
        this.executor = executor;
        complete = () -> completions.run(handed);
    }

    @Override
    boolean advance() {
        boolean moved = states.deliver();
        moved |= shutdown.placeEnd();
        moved |= executor != null && tellWaiters();
        if (lifecycle.abandoned()) {
            completions.abandonRest();
        }
        if (completions.ready()) {
            moved |= executor == null || lifecycle.abandoned() || isOverdue() ? completeHere() : submit();
        }
        return moved;
    }

    private boolean tellWaiters() {
        long before = told;
        while (completions.isSettled(told + 1)) {
            told++;
            completions.tellWaiter(told);
        }
        return told > before;
    }

    private boolean completeHere() {
        boolean moved = completions.run(Long.MAX_VALUE);
        told = Math.max(told, completions.done.get());
        return moved;
    }

    private boolean isOverdue() {
        return lifecycle.closing() && taskUnderWay.get() && clock.getAsLong() - handedNanos >= LOST_NANOS;
    }

    @Override
    long deadlineNanos() {
        return lifecycle.closing() && taskUnderWay.get() && !isOverdue() ? handedNanos + LOST_NANOS : Long.MAX_VALUE;
    }

    private boolean submit() {
        if (!taskUnderWay.compareAndSet(false, true)) {
            return false;
        }
        handed = told;
        handedNanos = clock.getAsLong();
        try {
            executor.execute(task);
            return true;
        } catch (Throwable refused) {
            incidents.executorRejected(refused);
            taskUnderWay.set(false);
            return completeHere();
        }
    }

    private void runTask() {
        try {
            own.run(complete);
        } catch (Throwable escaped) {
            poison.poison(escaped);
        } finally {
            taskUnderWay.set(false);
            notify.signal();
        }
    }

    @Override
    boolean ended() {
        return completions.passedEnd();
    }
}
