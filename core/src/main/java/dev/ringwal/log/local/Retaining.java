package dev.ringwal.log.local;

import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Drops what the {@link Retention} says, on the preparing thread, and knows what consumers still need. */
final class Retaining {

    private final LocalSettings settings;
    private final Trimmer trimmer;
    private final Commit commit;
    private final ControlBook book;
    private final Worker preparing;
    private final Supplier<Segments> segments;
    private final Consumer<UnaryOperator<Segments>> update;
    private final Consumer<IOException> failed;
    private final AtomicBoolean due = new AtomicBoolean();
    /** The last attempt failed: the next roll or tick makes another, no commit does. */
    private volatile boolean failing;
    private final Runnable run = this::run;

    Retaining(LocalSettings settings, Trimmer trimmer, Commit commit, ControlBook book, Worker preparing, Supplier<Segments> segments,
            Consumer<UnaryOperator<Segments>> update, Consumer<IOException> failed) {
        this.settings = settings;
        this.trimmer = trimmer;
        this.commit = commit;
        this.book = book;
        this.preparing = preparing;
        this.segments = segments;
        this.update = update;
        this.failed = failed;
    }

    /** The sequence, or the first record that some consumer needs; that it needs none before is durable then. The preparing thread. */
    long notBeyondConsumers(long sequence) {
        long needed = book.firstNotConsumed();
        if (needed != Long.MAX_VALUE) {
            commit.sync(); // else a crash could take a position back behind what is dropped
        }
        return Math.min(sequence, needed);
    }

    /** A consumer has committed: no need to wait for the next roll to drop what all have consumed. The writing thread. */
    void committed() {
        Segments live = segments.get();
        long needed = book.firstNotConsumed();
        if (dropsConsumed() && !failing && live.count() > 1 && needed != Long.MAX_VALUE && live.get(1).firstSequence() <= needed) {
            runLater();
        }
    }

    /** Any thread. */
    void runLater() {
        if (settings.retention().dropsAnything() && !due.getAndSet(true)) {
            preparing.execute(run);
        }
    }

    /** The preparing thread. What fails is reported, and tried again; a directory that cannot be synced has poisoned the log. */
    void run() {
        due.set(false);
        if (!settings.retention().dropsAnything() || commit.hasFailed()) {
            return;
        }
        attempt(() -> {
            failing = true;
            trimmer.trim(segments, this::firstToKeep, update);
            failing = false;
            return deleteOne();
        });
    }

    private long firstToKeep(Segments live) {
        long consumed = dropsConsumed() ? notBeyondConsumers(Retention.UNBOUNDED) : 0;
        return settings.retention().firstToKeep(live, settings.segmentBytes(), settings.wallClockNanos().getAsLong(), consumed)
                .firstSequence();
    }

    private boolean dropsConsumed() {
        return settings.retention().consumed() == Retention.Consumed.DROPPED;
    }

    /** And has the next deleted later: a roll that wants its next file waits for one at most. */
    private @Nullable Void deleteOne() throws IOException {
        if (!commit.hasFailed() && trimmer.deleteOldest()) {
            preparing.execute(() -> attempt(this::deleteOne));
        }
        return null;
    }

    private void attempt(Callable<?> work) {
        try {
            work.call();
        } catch (IOException later) {
            failed.accept(later); // is done by the next trim, or the next opening
        } catch (RejectedExecutionException ended) {
            // So is the log.
        } catch (Exception | Error unexpected) { // nobody waits for the outcome, and no record is in danger
            failed.accept(new IOException(unexpected.toString(), unexpected));
        }
    }
}
