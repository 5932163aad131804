package dev.ringwal.log.local;

import dev.ringwal.log.segment.Spares;
import dev.ringwal.log.storage.WriterLock;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The end of a log: each step is taken, whatever becomes of the one before. What was written is synced and sealed; after a failure nothing
 * more is written. The last that uses the log calls it, once.
 */
final class Ending {

    private final Tip tip;
    private final Commit commit;
    private final Spares spares;
    private final List<Closeable> steps;

    /** Takes its memory now: there may be none at the end. */
    Ending(Tip tip, Commit commit, Preparer preparer, Worker preparing, Spares spares, StateKeeper state, WriterLock lock, DurableGate gate) {
        this.tip = tip;
        this.commit = commit;
        this.spares = spares;
        // The lock goes after all that writes.
        steps = List.of(
                this::endTip,
                () -> preparer.discard(commit.hasFailed()),
                preparing::end,
                this::endSpares,
                () -> state.close(!commit.hasFailed()),
                lock::close,
                gate::close);
    }

    void run() {
        from(0);
    }

    private void from(int step) {
        if (step < steps.size()) {
            try {
                steps.get(step).close();
            } catch (IOException | RuntimeException | Error e) {
                commit.fail(e);
            } finally {
                from(step + 1);
            }
        }
    }

    private void endTip() throws IOException {
        commit.sync();
        if (commit.hasFailed()) {
            tip.abandon();
        } else {
            tip.seal();
        }
    }

    private void endSpares() {
        if (!commit.hasFailed()) {
            spares.discard();
        }
    }
}
