package dev.ringwal.concurrency;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.RecoveryReport;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.SparseIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store that keeps nothing but count. */
final class NoDisk implements LogStore {

    private static final int GROUP_BYTES = 4096;

    private @Nullable Listener listener;
    private volatile boolean failed;
    private volatile long written = -1;
    private volatile long durable = -1;

    /** As a failed write or sync does, from whatever thread. */
    void fail() {
        poison(new IllegalStateException("the disk failed"));
    }

    @Override
    public void start(Listener to) {
        listener = to;
    }

    private Listener listener() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public void take(Group group) {
        if (!failed) {
            group.close(written + 1, 1, 0, 0, new SparseIndex());
            written += group.records();
            listener().written(written, written);
        }
        listener().released(group);
    }

    @Override
    public void sync() {
        long upTo = written;
        if (!failed) {
            durable = upTo;
            listener().durable(upTo, upTo);
        }
    }

    @Override
    public void syncLater() {
        // Never comes to it.
    }

    @Override
    public void poison(Throwable cause) {
        failed = true;
        listener().failed(cause);
    }

    @Override
    public void finish() {
        sync();
    }

    @Override
    public long writtenSequence() {
        return written;
    }

    @Override
    public long durableSequence() {
        return durable;
    }

    @Override
    public long syncs() {
        return 0;
    }

    @Override
    public int groupBytes() {
        return GROUP_BYTES;
    }

    @Override
    public long firstSequence() {
        return 0;
    }

    @Override
    public LogReader reader(long fromSequence) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogReader reader(int topic, long fromSequence) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int topic(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void admitConsumer(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ControlState control() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long truncateAfter(long sequence, Truncation kind) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long tickNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    public void tick() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BackupReport backup(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long settledFirstSequence() {
        return firstSequence();
    }

    @Override
    public long trimBefore(long sequence) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RecoveryReport recovery() {
        return new RecoveryReport(0, -1, 0, 0, 0, false, false, Duration.ZERO);
    }
}
