package dev.ringwal.log.local;

import java.util.concurrent.RejectedExecutionException;

/** Does each task at once on the thread that hands it in, so that a test decides the order of everything. */
public final class DirectWorker implements Worker {

    private volatile boolean ended;

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("shut down");
        }
        task.run();
    }

    @Override
    public void hurry() {
        // All is done.
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void end() {
        ended = true;
    }
}
