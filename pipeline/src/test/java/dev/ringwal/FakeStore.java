package dev.ringwal;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.RecoveryReport;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SparseIndex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A store in memory that fails, fills up, throws and delays as it is told. */
final class FakeStore implements LogStore {

    final Valve takes = new Valve();
    final Valve syncing = new Valve();
    final Valve finishing = new Valve();

    /** The number of records in each group taken. */
    final List<Integer> groups = new ArrayList<>();

    volatile boolean full;
    volatile boolean keeps = true;
    volatile int groupBytes = 64 * 1024;
    volatile Throwable takeFails;
    volatile Throwable takeThrows;
    volatile boolean failsSilently;
    volatile boolean waitedForInterrupted;
    volatile Throwable syncFails;
    volatile Throwable syncThrows;
    volatile Throwable finishFails;
    volatile Throwable closingReaderThrows;
    volatile Throwable poison;
    volatile int finishes;

    /** How often a sync on the store's own thread was asked for: that is for the test to do. */
    volatile int syncsLater;
    volatile Thread finishedBy;

    long tickNanos = Long.MAX_VALUE;
    volatile int ticks;

    private final List<byte[]> records = new ArrayList<>();
    private Listener listener;
    private long written = -1;
    private long writtenMark = -1;
    private long controls;
    private long durable = -1;
    private long syncs;

    @Override
    public void start(Listener reports) {
        listener = reports;
    }

    @Override
    public void take(Group group) {
        takes.pass();
        throwIfSet(takeThrows);
        if (full) {
            throw new DiskFullException("no room", null);
        }
        if (failsSilently) {
            listener.released(group);
            return;
        }
        if (takeFails != null) {
            listener.failed(takeFails);
            listener.released(group);
            return;
        }
        synchronized (this) {
            group.close(written + 1, 1, 0, 0, new SparseIndex());
            written += group.records();
            controls += group.controls();
            writtenMark = written + controls;
            if (keeps) {
                groups.add(group.records());
                decode(group);
            }
        }
        group.buffer().position(0).limit(group.bytes());
        listener.written(written, writtenMark);
        listener.released(group);
    }

    void reportFailed(Throwable cause) {
        listener.failed(cause);
    }

    private void decode(Group group) {
        ByteBuffer buffer = group.buffer();
        for (int frame = 0; frame < group.bytes();) {
            int at = frame + FrameHeader.BYTES;
            for (int i = FrameHeader.records(buffer, frame); i > 0; i--) {
                byte[] record = new byte[RecordHead.length(buffer.getInt(at))];
                buffer.get(at + Group.RECORD_HEADER_BYTES, record);
                records.add(record);
                at += Group.RECORD_HEADER_BYTES + record.length;
            }
            frame += FrameHeader.frameBytes(FrameHeader.bodyLength(buffer, frame));
        }
    }

    private static void throwIfSet(Throwable failure) {
        if (failure != null) {
            FakeStore.<RuntimeException>sneak(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Override
    public void sync() {
        long upTo;
        long mark;
        synchronized (this) {
            upTo = written;
            mark = writtenMark;
        }
        syncing.pass();
        throwIfSet(syncThrows);
        if (poison != null) {
            return;
        }
        if (syncFails != null) {
            listener.failed(syncFails);
            return;
        }
        synchronized (this) {
            syncs++;
            durable = upTo;
            notifyAll();
        }
        listener.durable(upTo, mark);
    }

    @Override
    public void syncLater() {
        syncsLater++;
    }

    @Override
    public synchronized long writtenSequence() {
        return written;
    }

    @Override
    public synchronized long durableSequence() {
        return durable;
    }

    @Override
    public synchronized long syncs() {
        return syncs;
    }

    @Override
    public int groupBytes() {
        return groupBytes;
    }

    @Override
    public long firstSequence() {
        return 0;
    }

    @Override
    public LogReader reader(long fromSequence) {
        return new FakeReader(fromSequence);
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
    }

    @Override
    public ControlState control() {
        return new ControlState();
    }

    @Override
    public long settledFirstSequence() {
        return firstSequence();
    }

    @Override
    public long trimBefore(long sequence) {
        return 0;
    }

    @Override
    public long truncateAfter(long sequence, Truncation kind) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long tickNanos() {
        return tickNanos;
    }

    @Override
    public void tick() {
        ticks++;
    }

    @Override
    public BackupReport backup(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RecoveryReport recovery() {
        return new RecoveryReport(0, -1, 0, 0, 0, false, false, Duration.ZERO);
    }

    @Override
    public void poison(Throwable cause) {
        poison = cause;
    }

    @Override
    public void finish() {
        finishing.pass();
        if (listener == null) {
            finishes++;
            return;
        }
        if (finishFails != null) {
            listener.failed(finishFails);
        } else if (poison == null) {
            long last = writtenSequence();
            synchronized (this) {
                durable = last;
            }
            listener.durable(last, writtenMark);
        }
        synchronized (this) {
            finishes++;
            finishedBy = Thread.currentThread();
            notifyAll();
        }
    }

    synchronized List<byte[]> records() {
        return List.copyOf(records);
    }

    List<String> texts() {
        return records().stream().map(record -> new String(record, StandardCharsets.UTF_8)).toList();
    }

    private final class FakeReader implements LogReader {

        private long next;

        FakeReader(long from) {
            next = from;
        }

        @Override
        public boolean next() {
            synchronized (FakeStore.this) {
                if (next <= durable) {
                    next++;
                    return true;
                }
                if (poison != null) {
                    throw new LogFailedException(poison, Outcome.UNKNOWN);
                }
                if (finishes > 0) {
                    throw new LogClosedException("the log is closed", Outcome.NOT_WRITTEN);
                }
                return false;
            }
        }

        @Override
        public boolean next(Duration timeout) {
            waitedForInterrupted |= Thread.currentThread().isInterrupted();
            long deadline = System.nanoTime() + timeout.toNanos();
            synchronized (FakeStore.this) {
                while (!next()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        return false;
                    }
                    try {
                        FakeStore.this.wait(left);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }
                return true;
            }
        }

        @Override
        public boolean previous() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void seek(long sequence) {
            next = sequence;
        }

        @Override
        public long nextSequence() {
            return next;
        }

        @Override
        public void seekTime(long timestampNanos) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String topic() {
            return "";
        }

        @Override
        public long sequence() {
            return next - 1;
        }

        @Override
        public long timestampNanos() {
            return 0;
        }

        @Override
        public ByteBuffer payload() {
            return ByteBuffer.wrap(records().get((int) sequence()));
        }

        @Override
        public void close() {
            throwIfSet(closingReaderThrows);
        }
    }
}
