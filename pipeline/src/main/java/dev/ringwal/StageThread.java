package dev.ringwal;

import dev.ringwal.log.LogThread;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Steps some stages, in their order, until all have ended; waits when none finds anything to do. */
final class StageThread extends LogThread {

    /** Longer than it takes a producer to come back after an acknowledgement, shorter than a park and a wake-up take. */
    private static final long SPIN_NANOS = 20_000;

    private static final int MOST_TELLINGS = 3;

    static {
        // The first catch in a class looks up what it catches, which takes memory. Not when there is none left.
        Objects.requireNonNull(Throwable.class);
    }

    private final Stage[] stages;
    private final WakeUp wakeUp;
    private final Waiting waiting;
    private final LongSupplier clock;
    private final OwnThreads own;
    private final Poison poison;
    private final Consumer<Thread> ended;

    StageThread(String name, List<Stage> stages, WakeUp wakeUp, Waiting waiting, LongSupplier clock, OwnThreads own, Poison poison,
            Consumer<Thread> ended) {
        super(null, name);
        this.stages = stages.toArray(Stage[]::new);
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
        Throwable escaped = null;
        boolean ended = false;
        while (!ended) {
            try {
                if (escaped != null) {
                    poison.poison(escaped); // not in the catch: it may find no memory, and is then done again
                }
                runStages();
                ended = true;
            } catch (Throwable thrown) {
                escaped = thrown;
            }
        }
        tellOfEnd();
    }

    private void runStages() {
        while (!allEnded()) {
            if (!stepAll() && !spin()) {
                sleep();
            }
        }
    }

    /** Again, if need be: see there. */
    private void tellOfEnd() {
        boolean told = false;
        for (int left = MOST_TELLINGS; left > 0 && !told; left--) {
            try {
                ended.accept(this);
                told = true;
            } catch (Throwable thrown) {
                // What belongs to the log was caught before; whoever waits for the end must learn of it.
            }
        }
    }

    private boolean allEnded() {
        for (Stage stage : stages) {
            if (!stage.ended()) {
                return false;
            }
        }
        return true;
    }

    private boolean stepAll() {
        boolean moved = false;
        for (Stage stage : stages) {
            moved |= stage.step();
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
            Thread.yield(); // to the caller that is about to come back, where it has no other processor
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
        for (Stage stage : stages) {
            deadline = Math.min(deadline, stage.deadlineNanos());
        }
        return deadline == Long.MAX_VALUE ? deadline : deadline - clock.getAsLong();
    }
}
