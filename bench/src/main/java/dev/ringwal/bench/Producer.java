package dev.ringwal.bench;

import dev.ringwal.bench.system.Lane;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A thread that appends its payloads over and over, until it is told to finish. */
final class Producer {

    /** How many records go by between looks at whether to finish. */
    private static final int STRIDE = 64;

    /** Hands in some records. */
    private interface Step {
        void run() throws IOException;
    }

    private final Lane lane;
    private final Step step;
    private final Thread thread;
    private volatile boolean finishing;
    private volatile @Nullable Throwable failure;

    private Producer(Lane lane, Step step, int number) {
        this.lane = lane;
        this.step = step;
        thread = new Thread(this::run, "producer-" + number);
        thread.setDaemon(true);
    }

    static Producer ofRecords(Lane lane, byte[][] payloads, int number) {
        return new Producer(lane, new Step() {

            private int place;

            @Override
            public void run() throws IOException {
                for (int i = 0; i < STRIDE; i++) {
                    lane.append(payloads[place]);
                    place = place == payloads.length - 1 ? 0 : place + 1;
                }
            }
        }, number);
    }

    static Producer ofBatches(Lane lane, byte[][][] batches, int number) {
        return new Producer(lane, new Step() {

            private int place;

            @Override
            public void run() throws IOException {
                lane.appendBatch(batches[place]);
                place = place == batches.length - 1 ? 0 : place + 1;
            }
        }, number);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                step.run();
            } while (!finishing);
            lane.drain();
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** Records that are complete. Any thread. */
    long completed() {
        return lane.completed();
    }

    /** False when it has finished or failed. Any thread. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** Asks it to append no more. */
    void finish() {
        finishing = true;
    }

    /** Returns when it has finished and all its records are complete. */
    void join() throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a producer finishes", e);
        }
        if (failure != null) {
            throw new IOException("a producer failed: " + failure.getMessage(), failure);
        }
    }
}
