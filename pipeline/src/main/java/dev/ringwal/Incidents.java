package dev.ringwal;

import dev.ringwal.log.RecoveryReport;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says in the application's log what happens to this one; what should not happen but harms nothing, once for each kind. A logger
 * that throws harms nothing either.
 */
final class Incidents {

    private final Logger logger;
    private final AtomicBoolean threw = new AtomicBoolean();
    private final AtomicBoolean slow = new AtomicBoolean();
    private final AtomicBoolean rejected = new AtomicBoolean();
    private final AtomicBoolean notTrimmed = new AtomicBoolean();

    Incidents(Logger logger) {
        this.logger = logger;
    }

    void opened(RecoveryReport report) {
        say(() -> logger.info("opened: {}", report));
    }

    void failed(Throwable cause) {
        say(() -> logger.error("the log failed, takes no more appends, and must be reopened", cause));
    }

    void syncSlow(long nanos) {
        say(() -> logger.warn("a sync took {} ms", nanos / 1_000_000));
    }

    void closeSlow(long nanos) {
        say(() -> logger.warn("closing took longer than {} ms: pending appends fail, outcome unknown", nanos / 1_000_000));
    }

    void userCodeThrew(Throwable thrown) {
        if (threw.compareAndSet(false, true)) {
            warn("a callback, a future's dependent or a listener threw; the log goes on, and does not say so again", thrown);
        }
    }

    void completionsSlow(long nanos) {
        if (slow.compareAndSet(false, true)) {
            warn("callbacks took " + nanos / 1_000_000 + " ms and hold up the log; it does not say so again", null);
        }
    }

    void executorRejected(Throwable thrown) {
        if (rejected.compareAndSet(false, true)) {
            warn("the completion executor refused; the log's own thread completes appends instead", thrown);
        }
    }

    void notTrimmed(Exception cause) {
        if (notTrimmed.compareAndSet(false, true)) {
            warn("what is too old or too much could not be dropped: the log takes more room until it can; it does not say so again", cause);
        }
    }

    void consumerOvertaken(String consumer, long position, long firstLeft) {
        say(() -> logger.warn("dropped records {} to {}, which consumer {} has not consumed", position, firstLeft - 1, consumer));
    }

    private void warn(String what, @Nullable Throwable thrown) {
        say(() -> logger.warn(what, thrown));
    }

    private static void say(Runnable what) {
        try {
            what.run();
        } catch (Throwable ignored) {
            // see the class
        }
    }
}
