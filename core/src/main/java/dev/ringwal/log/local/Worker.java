package dev.ringwal.log.local;

import java.util.concurrent.Executor;

/** Does tasks one after the other, in their order. Any thread. */
public interface Worker extends Executor {

    /**
     * Takes the task.
     *
     * @throws java.util.concurrent.RejectedExecutionException after the end
     */
    @Override
    void execute(Runnable task);

    /** Whoever calls is about to wait for the tasks that were taken; one that has no thread of its own does them now. */
    void hurry();

    /** Whether it does others' tasks too, which may be many and in front. */
    boolean isShared();

    /** Takes no more tasks, and waits until those taken are done, whatever interrupts. */
    void end();
}
