package dev.ringwal.log.local;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.RecoveryReport;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.IndexCache;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.segment.Spares;
import dev.ringwal.log.storage.NewDirectory;
import dev.ringwal.log.storage.NoSpaceException;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The log on local disk, open for writing. Wires the {@link Tip}, where groups are written, the {@link Commit}, where they become
 * durable, and what readers see of both.
 */
final class LocalStore implements LogStore, LogView {

    /** What a group of several records has at most. */
    private static final int GROUP_BYTES = 1024 * 1024;

    private final Storage storage;
    private final Worker preparing;
    private final StateKeeper state;
    private final DurableGate gate;
    private final IndexCache indexes = new IndexCache();
    private final Commit commit;
    private final ControlBook book;
    private final Tip tip;
    private final Spares spares;
    private final Trimmer trimmer;
    private final PendingRecovery recovery;
    private final LocalSettings settings;
    private final int groupBytes;
    private final Ending ending;

    private final SyncAside aside;
    private final Retaining retaining;
    private final Truncating truncating;
    private volatile Segments segments;
    private @Nullable Listener listener;

    LocalStore(Opened opened, LocalSettings settings, Worker preparing) {
        storage = opened.storage();
        state = opened.state();
        this.preparing = preparing;
        this.settings = settings;
        Findings findings = opened.findings();
        segments = Segments.of(findings.segments());
        gate = new DurableGate(findings.attestedSequence());
        commit = new Commit(state, gate, findings.attested(), findings.attestedSequence());
        Preparer preparer = new Preparer(opened.factory(), preparing, commit::fail);
        SegmentSizes sizes = new SegmentSizes(settings.segmentBytes());
        book = new ControlBook(findings.control(), settings.controlLimitBytes());
        tip = new Tip(findings, book, preparer, commit, sizes, settings.wallClockNanos(), this::begun, this::sealed);
        spares = opened.factory().spares();
        trimmer = new Trimmer(storage, spares, state, commit);
        aside = new SyncAside(commit, preparing);
        retaining = new Retaining(settings, trimmer, commit, book, preparing, () -> segments, this::trimmed, this::notTrimmed);
        truncating = new Truncating(storage, tip, book, trimmer, commit, preparing, () -> segments, this::update, gate::lowerTo, this::notTrimmed);
        recovery = new PendingRecovery(opened, tip, sizes);
        groupBytes = (int) Math.min(GROUP_BYTES, settings.segmentBytes() / 4);
        ending = new Ending(tip, commit, preparer, preparing, spares, state, opened.lock(), gate);
    }

    /**
     * Does what opening found to be necessary; a full disk puts it off. Last of all it has the file of the first append made, but not where
     * that recovery is to come, whose start takes the number, nor where others' files may be in front.
     */
    void recover() throws IOException {
        recovery.finishIfThereIsRoom();
        if (!recovery.report().copyPending() && !preparing.isShared()) {
            tip.prepareFirst();
        }
    }

    /** Opening failed: closes what it opened in the log. */
    void abandon() throws IOException {
        tip.abandon();
    }

    private void begun(Segment segment) {
        update(live -> live.with(segment));
    }

    private synchronized void update(UnaryOperator<Segments> change) {
        segments = change.apply(segments);
    }

    /** Off the write path: what is left to do for a full segment that is durable. */
    private void sealed(SegmentWriter full) {
        segments.last().endsAt(full.offset());
        preparing.execute(() -> {
            state.sync();
            full.retire();
            spares.retired(full.number());
            retaining.run();
        });
    }

    @Override
    public void start(Listener to) {
        listener = to;
        commit.report(to);
    }

    @Override
    public void take(Group group) {
        Listener to = Objects.requireNonNull(listener);
        reserve(group);
        try {
            if (commit.isSound()) {
                tip.write(group);
                if (group.controls() > 0) {
                    retaining.committed();
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            commit.fail(e);
        }
        to.released(group);
    }

    private void reserve(Group group) {
        try {
            if (commit.isSound()) {
                recovery.finish();
                reserveInTip(group);
            }
        } catch (NoSpaceException e) {
            throw new DiskFullException("no room for " + group.bytes() + " bytes: " + e.getMessage(), e);
        } catch (IOException | RuntimeException | Error e) {
            commit.fail(e);
        }
    }

    private void reserveInTip(Group group) throws IOException {
        try {
            tip.reserve(group);
        } catch (NoSpaceException full) {
            giveUpSpares(full);
            tip.reserve(group);
        }
    }

    /** There may be room then. */
    private void giveUpSpares(NoSpaceException full) throws NoSpaceException {
        if (!spares.discard()) {
            throw full;
        }
    }

    @Override
    public void sync() {
        commit.sync();
    }

    @Override
    public void syncLater() {
        aside.sync();
    }

    @Override
    public long writtenSequence() {
        return commit.writtenSequence();
    }

    @Override
    public long durableSequence() {
        return gate.durable();
    }

    @Override
    public long syncs() {
        return commit.syncs();
    }

    @Override
    public int groupBytes() {
        return groupBytes;
    }

    @Override
    public long firstSequence() {
        Segments live = segments;
        return live.isEmpty() ? 0 : live.first().firstSequence();
    }

    @Override
    public long settledFirstSequence() {
        synchronized (trimmer) {
            return firstSequence();
        }
    }

    @Override
    public LogReader reader(long fromSequence) {
        checkNotGone(fromSequence);
        return new LocalReader(this, new FrameCursor(storage, this, indexes), fromSequence);
    }

    private void checkNotGone(long fromSequence) {
        if (fromSequence >= 0 && fromSequence < firstSequence()) {
            throw new RecordGoneException(fromSequence, firstSequence());
        }
    }

    @Override
    public LogReader reader(int topic, long fromSequence) {
        checkNotGone(fromSequence);
        return new TopicReader(this, new FrameCursor(storage, this, indexes), topic, fromSequence);
    }

    @Override
    public int topic(String name) {
        return book.topic(name);
    }

    @Override
    public void admitConsumer(String name) {
        book.admitConsumer(name);
    }

    @Override
    public ControlState control() {
        return book.written();
    }

    @Override
    public @Nullable String topicName(int number) {
        return LogView.nameOf(number, book.written());
    }

    @Override
    public Segments segments() {
        return segments;
    }

    @Override
    public Segments segmentsNow() {
        return segments;
    }

    @Override
    public StateSlot attestedState() {
        return commit.said();
    }

    @Override
    public BackupReport backup(Path directory) {
        try {
            return NewDirectory.make(directory, into -> new Backup(storage, this, into).take());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean await(long sequence, long nanos, long knownCut) {
        return gate.await(sequence, nanos, () -> segments.cuts().newest() == knownCut);
    }

    @Override
    public void checkGoesOn() {
        gate.checkGoesOn();
    }

    /** On the preparing thread, which no interrupt reaches. */
    @Override
    public long trimBefore(long sequence) {
        commit.checkAlive();
        try {
            prepared(() -> trimmer.trim(() -> segments, live -> retaining.notBeyondConsumers(sequence), this::trimmed));
            while (prepared(trimmer::deleteOldest)) {
                // One at a time: a roll that wants its next file waits for one deletion, and its sync, at most.
            }
        } catch (RejectedExecutionException e) {
            throw new LogClosedException("the log is closed", Outcome.NOT_WRITTEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return firstSequence();
    }

    private void trimmed(UnaryOperator<Segments> change) {
        update(change);
        Listener to = listener;
        if (to != null) {
            to.trimmed(firstSequence());
        }
    }

    @Override
    public long truncateAfter(long sequence, Truncation kind) {
        try {
            if (!commit.isSound()) {
                return -1;
            }
            recovery.finish();
            return truncate(sequence, kind);
        } catch (NoSpaceException e) {
            throw new DiskFullException("no room to truncate behind record " + sequence + ": " + e.getMessage(), e);
        } catch (TruncationRefusedException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            commit.fail(e);
            return -1;
        }
    }

    private long truncate(long sequence, Truncation kind) throws IOException {
        try {
            return truncating.truncateAfter(sequence, kind);
        } catch (NoSpaceException full) {
            giveUpSpares(full);
            return truncating.truncateAfter(sequence, kind);
        }
    }

    private void notTrimmed(IOException cause) {
        Listener to = listener;
        if (to != null) {
            to.notTrimmed(cause);
        }
    }

    @Override
    public long tickNanos() {
        return settings.retention().tickNanos();
    }

    @Override
    public void tick() {
        try {
            if (commit.isSound()) {
                tip.rollIfOlder(settings.retention().rollNanos());
                retaining.runLater();
            }
        } catch (IOException | RuntimeException | Error e) {
            commit.fail(e);
        }
    }

    private <T extends @Nullable Object> T prepared(Callable<T> work) throws IOException {
        Task<T> task = new Task<>(work);
        preparing.execute(task);
        preparing.hurry();
        return task.get();
    }

    @Override
    public RecoveryReport recovery() {
        return recovery.report();
    }

    @Override
    public void poison(Throwable cause) {
        commit.fail(cause);
    }

    @Override
    public void finish() {
        ending.run();
    }
}
