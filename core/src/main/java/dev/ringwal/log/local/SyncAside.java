package dev.ringwal.log.local;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Syncs beside the writing: the preparing thread has nothing better to do, but now and then it has. Any thread. */
final class SyncAside {

    private final Commit commit;
    private final Worker preparing;

    /** Whether a sync waits for the preparing thread. */
    private final AtomicBoolean left = new AtomicBoolean();
    private final Runnable run = this::run; // made now: there may be no memory then

    SyncAside(Commit commit, Worker preparing) {
        this.commit = commit;
        this.preparing = preparing;
    }

    /** Has it done some time, and returns at once. */
    void sync() {
        if (left.getAndSet(true)) {
            return; // one waits already, and will cover this too
        }
        boolean handedOver = false;
        try {
            preparing.execute(run);
            handedOver = true;
        } catch (RejectedExecutionException ended) {
            // So is the log.
        } finally {
            if (!handedOver) {
                left.set(false);
            }
        }
    }

    private void run() {
        left.set(false); // before the sync: what is written from now on may not be covered
        commit.sync();
    }
}
