package dev.ringwal.log.local;

import java.util.concurrent.Executor;

/** Does tasks one after the other, in their order. Any thread. */
interface Worker extends Executor {

    /**
     * Takes the task.
     *
     * @throws java.util.concurrent.RejectedExecutionException after the end
     */
    @Override
    void execute(Runnable task);

    /** Takes no more tasks, and waits until those taken are done, whatever interrupts. */
    void end();
}
