package dev.ringwal;

import dev.ringwal.log.LogThread;
import java.util.List;
import java.util.function.LongSupplier;

/** Steps some stages, in their order, until all have ended; waits when none finds anything to do. */
final class StageThread extends LogThread {

    /** Longer than it takes a producer to come back after an acknowledgement, shorter than a park and a wake-up take. */
    private static final long SPIN_NANOS = 20_000;

    private final List<Stage> stages;
    private final WakeUp wakeUp;
    private final Waiting waiting;
    private final LongSupplier clock;
    private final OwnThreads own;
    private final Poison poison;
    private final Runnable ended;

    StageThread(String name, List<Stage> stages, WakeUp wakeUp, Waiting waiting, LongSupplier clock, OwnThreads own, Poison poison,
            Runnable ended) {
        super(null, name);
        this.stages = List.copyOf(stages);
        this.wakeUp = wakeUp;
        this.waiting = waiting;
        this.clock = clock;
        this.own = own;
        this.poison = poison;
        this.ended = ended;
        wakeUp.wakes(this);
    }

    boolean belongsTo(OwnThreads log) {
        return own == log;
    }

    @Override
    public void run() {
        while (!allEnded()) {
            try {
                if (!stepAll() && !spin()) {
                    sleep();
                }
            } catch (Throwable escaped) {
                poison.poison(escaped);
            }
        }
        ended.run();
    }

    private boolean allEnded() {
        for (int i = 0; i < stages.size(); i++) {
            if (!stages.get(i).ended()) {
                return false;
            }
        }
        return true;
    }

    private boolean stepAll() {
        boolean moved = false;
        for (int i = 0; i < stages.size(); i++) {
            moved |= stages.get(i).step();
        }
        return moved;
    }

    /** False when it is time to sleep. */
    private boolean spin() {
        if (waiting == Waiting.PARK) {
            return false;
        }
        long start = System.nanoTime();
        do {
            Thread.onSpinWait();
            if (stepAll() || allEnded()) {
                return true;
            }
        } while (waiting == Waiting.SPIN || System.nanoTime() - start < SPIN_NANOS);
        return false;
    }

    private void sleep() {
        wakeUp.announce();
        if (stepAll() || allEnded()) {
            wakeUp.withdraw();
        } else {
            wakeUp.park(nanosToDeadline());
        }
    }

    private long nanosToDeadline() {
        long deadline = Long.MAX_VALUE;
        for (int i = 0; i < stages.size(); i++) {
            deadline = Math.min(deadline, stages.get(i).deadlineNanos());
        }
        return deadline == Long.MAX_VALUE ? deadline : deadline - clock.getAsLong();
    }
}
