package dev.ringwal;

import org.jspecify.annotations.Nullable;

/**
 * Knows on which threads one log's progress depends: its stages', and any other while it runs the log's user code. What would wait
 * there for the log would wait for itself; it asks here first, and throws instead.
 */
final class OwnThreads {

    private record Mark(OwnThreads log, @Nullable Mark outer) {
    }

    private static final ThreadLocal<@Nullable Mark> MARKS = new ThreadLocal<>();

    /** Whether the log needs the current thread. */
    boolean current() {
        if (Thread.currentThread() instanceof StageThread stages && stages.belongsTo(this)) {
            return true;
        }
        for (Mark mark = MARKS.get(); mark != null; mark = mark.outer) {
            if (mark.log == this) {
                return true;
            }
        }
        return false;
    }

    /** @throws IllegalStateException on a thread that the log needs */
    void refuseToWait(String what) {
        if (current()) {
            throw new IllegalStateException(what + " would wait for the log on a thread that the log needs to go on"
                    + " (in a callback, an encoder, a listener, or what depends on a future): use tryAppend or appendAsync, or"
                    + " another thread");
        }
    }

    /** Runs what may call the log's user code, on whatever thread. */
    void run(Runnable work) {
        if (current()) {
            work.run();
            return;
        }
        Mark outer = MARKS.get();
        MARKS.set(new Mark(this, outer));
        try {
            work.run();
        } finally {
            if (outer == null) {
                MARKS.remove();
            } else {
                MARKS.set(outer);
            }
        }
    }
}
