package dev.ringwal.log.local;

import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a log's readers without the writer's lock see: the live writer's word while there is one, else what the files prove. Goes
 * over to a writer that comes later; the records stay the same, only their place may change.
 *
 * <p>Any thread.
 */
final class FollowingView implements LogView, AutoCloseable {

    /**
     * How long a follower waits between looks at the state page (4 KiB out of the page cache): twice as long each time. So a record is seen
     * well within a millisecond, and a follower of an idle log takes a few thousand looks a second.
     */
    private static final long FIRST_POLL_NANOS = 50_000;
    private static final long LAST_POLL_NANOS = 400_000;

    private final Storage storage;
    private final Findings findings;
    private final StillView still;
    private volatile @Nullable LiveView live;

    private FollowingView(Storage storage, @Nullable Findings findings, Reach reach, @Nullable LiveView live) {
        this.storage = storage;
        this.findings = findings == null ? Findings.NONE : findings;
        this.still = StillView.of(this.findings, reach);
        this.live = live;
    }

    static FollowingView open(Storage storage, Reach reach) throws IOException {
        while (!storage.isLocked(LogFiles.LOCK)) {
            long counter = counter(storage);
            try {
                Findings findings = reach == Reach.RECOVERABLE ? Analysis.upToDamage(storage) : Analysis.of(storage);
                if (!storage.isLocked(LogFiles.LOCK)) {
                    return new FollowingView(storage, findings, reach, null);
                }
            } catch (IOException | RuntimeException e) {
                if (!storage.isLocked(LogFiles.LOCK) && counter(storage) == counter) {
                    throw e;
                }
                // A writer came meanwhile, and may have gone again, and moved the files.
            }
        }
        return new FollowingView(storage, null, reach, liveOrNull(storage));
    }

    /** Whether a writer was there, if only for a moment. */
    private boolean hasMoved() throws IOException {
        StateSlot then = findings.state();
        StateSlot now = LogFiles.readState(storage);
        return now != null && (then == null || now.counter != then.counter || now.durableSequence != then.durableSequence);
    }

    /** Moves on with every writer, or begins anew where one has rebuilt the page. */
    private static long counter(Storage storage) throws IOException {
        StateSlot state = LogFiles.readState(storage);
        return state == null ? -1 : state.counter;
    }

    /** Null while the writer that holds the lock is still creating the log. */
    private static @Nullable LiveView liveOrNull(Storage storage) throws IOException {
        return LogFiles.isStateBegun(storage) ? LiveView.open(storage) : null;
    }

    /** Looks whether there is more. */
    void refresh() {
        try {
            LiveView following = live;
            if (following != null) {
                following.refresh();
            } else if (storage.isLocked(LogFiles.LOCK) || hasMoved()) {
                goOver();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To the writer that has come, and may have gone again, once it has recovered as much as was served, or has truncated the log. */
    private synchronized void goOver() throws IOException {
        LiveView arrived = liveOrNull(storage);
        if (arrived == null) {
            return;
        }
        boolean wasTruncated = arrived.segments().cuts().newest() > still.segments().cuts().newest();
        if (live == null && (wasTruncated || arrived.durableSequence() >= still.durableSequence())) {
            live = arrived;
        } else {
            arrived.close();
        }
    }

    @Override
    public long durableSequence() {
        LiveView following = live;
        return following == null ? still.durableSequence() : following.durableSequence();
    }

    @Override
    public Segments segments() {
        LiveView following = live;
        return following == null ? still.segments() : following.segments();
    }

    @Override
    public synchronized Segments segmentsNow() throws IOException {
        refresh();
        LiveView following = live;
        if (following != null || !hasMoved()) {
            return segments();
        }
        // A writer has come, and may have gone again.
        try (LiveView latest = LiveView.open(storage)) {
            return latest.segments();
        }
    }

    /** Of the writer that lives, or of what was found. */
    @Override
    public StateSlot attestedState() throws IOException {
        refresh();
        if (live == null && findings == Findings.NONE) {
            throw new IOException("the writer is still making the log, or its page " + LogFiles.STATE + ": try again");
        }
        return live == null ? still.attestedState() : LogFiles.requireState(storage);
    }

    /** Names and positions up to the last record that may be delivered. */
    ControlState control() {
        LiveView following = live;
        return following == null ? still.control() : following.control();
    }

    @Override
    public @Nullable String topicName(int number) {
        LiveView following = live;
        return following == null ? still.topicName(number) : following.topicName(number);
    }

    @Override
    public boolean await(long sequence, long nanos, long knownCut) {
        long start = System.nanoTime();
        long pollNanos = FIRST_POLL_NANOS;
        // An interrupted thread does not look: that would close the file.
        while (durableSequence() < sequence && segments().cuts().newest() == knownCut && !Thread.currentThread().isInterrupted()) {
            refresh();
            if (durableSequence() >= sequence || System.nanoTime() - start >= nanos) {
                break;
            }
            LockSupport.parkNanos(this, pollNanos);
            pollNanos = Math.min(pollNanos * 2, LAST_POLL_NANOS);
        }
        return durableSequence() >= sequence;
    }

    @Override
    public void checkGoesOn() {
        // A writer may always come.
    }

    /** 0 when no writer lives, or no longer. */
    long writerPid() throws IOException {
        LiveView following = live;
        return following == null || !storage.isLocked(LogFiles.LOCK) ? 0 : following.pid();
    }

    boolean isLive() {
        return live != null;
    }

    Findings findings() {
        return findings;
    }

    @Override
    public void close() throws IOException {
        LiveView following = live;
        if (following != null) {
            following.close();
        }
    }
}
