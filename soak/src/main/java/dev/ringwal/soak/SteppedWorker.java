package dev.ringwal.soak;

import dev.ringwal.log.local.Worker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/** Prepares files and trims when it is told to, or when somebody is about to wait for it. */
final class SteppedWorker implements Worker {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean ended;

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("shut down");
        }
        tasks.add(task);
    }

    /** False when there is nothing to do. */
    boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        try {
            task.run();
        } catch (RuntimeException | Error thrown) {
            // As on a thread: whoever waits for a task learns of its failure from it.
        }
        return true;
    }

    @Override
    public void hurry() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void end() {
        hurry();
        ended = true;
    }
}
