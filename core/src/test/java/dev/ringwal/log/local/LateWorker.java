package dev.ringwal.log.local;

import java.util.ArrayDeque;
import java.util.Queue;

/** Does tasks when it is told to, or when somebody waits for it. */
final class LateWorker implements Worker {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    void doNext() {
        tasks.remove().run();
    }

    @Override
    public void hurry() {
        while (!tasks.isEmpty()) {
            doNext();
        }
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void end() {
        hurry();
    }
}
