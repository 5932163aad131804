package dev.ringwal;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Completes appends whose outcome is known, here or on the user's executor, and tells of the log's states. Its sequence gates the
 * ring.
 *
 * <p>With an executor there is one task at a time, which completes all that is settled; the ring bounds what waits for it.
 */
final class NotifyStage extends Stage {

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
    private final Runnable complete;
    private final Runnable task = this::runTask;

    NotifyStage(Completions completions, StateReports states, Shutdown shutdown, Lifecycle lifecycle, Poison poison,
            Incidents incidents, OwnThreads own, WakeUp notify, @Nullable Executor executor) {
        super(poison);
        this.completions = completions;
        this.states = states;
        this.shutdown = shutdown;
        this.lifecycle = lifecycle;
        this.poison = poison;
        this.incidents = incidents;
        this.own = own;
        this.notify = notify;
        this.executor = executor;
        complete = completions::run;
    }

    @Override
    boolean advance() {
        boolean moved = states.deliver();
        moved |= shutdown.placeEnd();
        if (completions.ready()) {
            moved |= executor == null || lifecycle.abandoned() ? completeHere() : submit();
        }
        return moved;
    }

    private boolean completeHere() {
        return completions.run();
    }

    private boolean submit() {
        if (!taskUnderWay.compareAndSet(false, true)) {
            return false;
        }
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
