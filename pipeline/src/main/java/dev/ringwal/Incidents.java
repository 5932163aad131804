package dev.ringwal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Says what should not happen but harms nothing, each kind once per log. */
final class Incidents {

    private final Logger logger;
    private final AtomicBoolean threw = new AtomicBoolean();
    private final AtomicBoolean slow = new AtomicBoolean();
    private final AtomicBoolean rejected = new AtomicBoolean();

    Incidents(Logger logger) {
        this.logger = logger;
    }

    void userCodeThrew(Throwable thrown) {
        if (threw.compareAndSet(false, true)) {
            say("a callback, a future's dependent or a listener threw; the log goes on, and does not say so again", thrown);
        }
    }

    void completionsSlow(long nanos) {
        if (slow.compareAndSet(false, true)) {
            say("callbacks took " + nanos / 1_000_000 + " ms and hold up the log; it does not say so again", null);
        }
    }

    void executorRejected(Throwable thrown) {
        if (rejected.compareAndSet(false, true)) {
            say("the completion executor refused; the log's own thread completes appends instead", thrown);
        }
    }

    private void say(String what, @Nullable Throwable thrown) {
        try {
            logger.warn(what, thrown);
        } catch (Throwable ignored) {
            // a logger that throws must not stop the log
        }
    }
}
