package dev.ringwal.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs histories by their seeds, on as many threads as there are processors, until one fails. */
public final class Simulation {

    private final Coverage coverage = new Coverage();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final List<Ending> endings;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();

    /** A history that broke a promise. */
    record Failure(long seed, Throwable cause) {

        @Override
        public String toString() {
            return "seed " + seed + ": " + cause;
        }
    }

    /** @param endings how processes and machines may end */
    Simulation(long firstSeed, List<Ending> endings) {
        next = new AtomicLong(firstSeed);
        this.endings = endings;
    }

    /** Runs until it is told to end, or a history fails. */
    void run(BooleanSupplier goesOn) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(() -> work(goesOn), "simulation-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            joined(thread);
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void work(BooleanSupplier goesOn) {
        Coverage own = new Coverage();
        while (failure.get() == null && goesOn.getAsBoolean()) {
            long seed = next.getAndIncrement();
            try {
                new History(seed, endings, own).run();
                done.incrementAndGet();
            } catch (Throwable broken) {
                failure.compareAndSet(null, new Failure(seed, broken));
            }
        }
        coverage.add(own);
    }

    /** The first that was found, or null. */
    @Nullable Failure failure() {
        return failure.get();
    }

    Coverage coverage() {
        return coverage;
    }

    /** Histories that came to their end. */
    long done() {
        return done.get();
    }

    /**
     * Runs histories one after the other.
     *
     * @return how many until one broke a promise, that one included; 0 when none did
     */
    public static long untilFailure(long firstSeed, long most) {
        Coverage coverage = new Coverage();
        for (long i = 0; i < most; i++) {
            try {
                new History(firstSeed + i, coverage).run();
            } catch (AssertionError broken) {
                return i + 1;
            }
        }
        return 0;
    }
}
