package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.RecoveryReport;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Fault;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A log on a simulated disk, driven by one thread: what is appended is one group, preparing is done at once, clock and salts are the
 * test's. Everything follows from the seed.
 */
final class LogFixture implements LogStore.Listener, AutoCloseable {

    /** The least that a segment may have. */
    static final int SMALL_SEGMENT_BYTES = 16 * 1024;

    static final String FIRST_SEGMENT = segment(0);
    static final String STATE = "state";

    private static final int GROUP_BYTES = 64 * 1024;

    private final Random random;
    private @Nullable Group group;
    private MemoryStorage disk;
    private long segmentBytes = SMALL_SEGMENT_BYTES;
    private int controlLimitBytes = LocalSettings.DEFAULT_CONTROL_LIMIT_BYTES;
    private Retention retention = Retention.FOR_EVER;
    private long nowNanos = 1_000;
    private @Nullable LogStore store;
    private @Nullable Throwable failure;
    private long changesBefore;
    private long crashAt;
    private double shareOfWrite = -1;
    private @Nullable Operation crashedAt;
    private long reportedWritten = -1;
    private long reportedDurable = -1;
    private long reportedMark = -1;

    private LogFixture(MemoryStorage disk, long seed) {
        this.disk = disk;
        this.random = new Random(seed);
    }

    /** An empty disk; no log is open. */
    static LogFixture empty(long seed) {
        return new LogFixture(new MemoryStorage(seed), seed);
    }

    /** A disk that has something on it; no log is open. */
    static LogFixture on(MemoryStorage disk, long seed) {
        return new LogFixture(disk, seed);
    }

    /** A new log. */
    static LogFixture open() {
        return empty(1).reopen();
    }

    LogFixture retention(Retention kept) {
        retention = kept;
        return this;
    }

    LogFixture controlLimitBytes(int bytes) {
        controlLimitBytes = bytes;
        return this;
    }

    LogFixture segmentBytes(long bytes) {
        segmentBytes = bytes;
        return this;
    }

    // The life of a log.

    LogFixture reopen() {
        LocalSettings settings = new LocalSettings(segmentBytes, () -> nowNanos, Thread::new, retention, controlLimitBytes);
        failure = null;
        try {
            store = LocalLog.open(disk, settings, new DirectWorker(), random::nextLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.start(this);
        reportedWritten = store.writtenSequence();
        reportedDurable = store.durableSequence();
        reportedMark = reportedDurable;
        return this;
    }

    /** Closes the log; does nothing when none is open. */
    @Override
    public void close() {
        if (store != null) {
            store.finish();
            store = null;
        }
    }

    LogFixture closed() {
        close();
        return this;
    }

    LogFixture kill() {
        requireRunning();
        return goOnWith(disk.kill());
    }

    LogFixture powerCut(Unsynced unsynced) {
        requireRunning();
        return goOnWith(disk.powerCut(unsynced));
    }

    /** Throws when the machine stopped where nobody waits for the outcome. */
    void requireRunning() {
        disk.exists(STATE);
    }

    /** On another machine, where no log is open yet. */
    LogFixture goOnWith(MemoryStorage next) {
        changesBefore += disk.changes();
        store = null;
        disk = next;
        return armed();
    }

    /** Stops the machine instead of the nth change in all of this log's life, kills and power cuts not counted. */
    LogFixture crashAt(long nthChange) {
        return crashAt(nthChange, -1);
    }

    /** As before; a write gets so far, from 0 to 1. */
    LogFixture crashAt(long nthChange, double shareOfWrite) {
        crashAt = nthChange;
        this.shareOfWrite = shareOfWrite;
        return armed();
    }

    /** What it was about to do. */
    @Nullable Operation crashedAt() {
        return crashedAt;
    }

    private LogFixture armed() {
        if (crashAt > changesBefore) {
            disk.crashAt(crashAt - changesBefore, shareOfWrite);
            disk.onFault((operation, fault) -> crashedAt = fault == Fault.CRASHES ? operation : crashedAt);
        }
        return this;
    }

    /** Changes of the disk in all of this log's life. */
    long changes() {
        return changesBefore + disk.changes();
    }

    // Writing.

    /** One group, synced. A store that refuses it throws. */
    LogFixture append(String... records) {
        appendUnsynced(records);
        return sync();
    }

    LogFixture appendUnsynced(String... records) {
        Group group = group();
        for (String record : records) {
            byte[] bytes = bytes(record);
            group.add(bytes, 0, bytes.length);
        }
        return take(group);
    }

    /** One atomic batch, synced. */
    LogFixture appendBatch(String... records) {
        appendBatchUnsynced(records);
        return sync();
    }

    LogFixture appendBatchUnsynced(String... records) {
        ByteBuffer encoded = ByteBuffer.allocate(GROUP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String record : records) {
            byte[] bytes = bytes(record);
            encoded.putInt(bytes.length).put(bytes);
        }
        Group group = group();
        group.addBatch(encoded.flip(), records.length);
        return take(group);
    }

    LogFixture appendToUnsynced(String topic, String record) {
        byte[] bytes = bytes(record);
        int number = store().topic(topic);
        Group group = group();
        group.add(bytes, 0, bytes.length, number);
        return take(group);
    }

    /** Of the whole log. */
    LogFixture commitUnsynced(String consumer, long next) {
        byte[] entry = ControlEntry.consumer(consumer, new ConsumerPosition(ConsumerPosition.WHOLE_LOG, next));
        Group group = group();
        group.addControl(entry, 0, entry.length, 0);
        return take(group);
    }

    /** The only one, empty. */
    private Group group() {
        if (group == null) {
            group = new Group(GROUP_BYTES);
        }
        group.clear();
        return group;
    }

    private LogFixture take(Group group) {
        group.complete();
        store().take(group);
        return this;
    }

    LogFixture sync() {
        store().sync();
        return this;
    }

    /** Appends until the log has begun another segment. */
    LogFixture roll() {
        append(next());
        int before = liveSegments();
        while (liveSegments() == before) {
            append(next());
        }
        return this;
    }

    /** Mostly zeros, of which damage everywhere takes a sample. */
    private String next() {
        return store().writtenSequence() + 1 + ":" + "\0".repeat(3000);
    }

    private int liveSegments() {
        return ((LocalStore) store()).segments().count();
    }

    LogFixture trimBefore(long sequence) {
        store().trimBefore(sequence);
        return this;
    }

    LogFixture at(long nanos) {
        nowNanos = nanos;
        return this;
    }

    // Reading.

    List<String> records() {
        return records(store().firstSequence());
    }

    /** From the sequence to the durable end. */
    List<String> records(long from) {
        try (LogReader reader = store().reader(from)) {
            return drain(reader);
        }
    }

    /** What the reader has up to the durable end. */
    static List<String> drain(LogReader reader) {
        List<String> read = new ArrayList<>();
        long expected = -1;
        while (reader.next()) {
            if (expected >= 0 && reader.sequence() != expected) {
                throw new AssertionError("record " + reader.sequence() + " came instead of " + expected);
            }
            expected = reader.sequence() + 1;
            read.add(text(reader));
        }
        return read;
    }

    /** The same, of a reader that leaves records out. */
    static List<String> drainAny(LogReader reader) {
        List<String> read = new ArrayList<>();
        while (reader.next()) {
            read.add(text(reader));
        }
        return read;
    }

    static String text(LogReader reader) {
        byte[] bytes = new byte[reader.payload().remaining()];
        reader.payload().get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    LogReader reader(long from) {
        return store().reader(from);
    }

    LogStore store() {
        if (store == null) {
            throw new IllegalStateException("no log is open");
        }
        return store;
    }

    RecoveryReport report() {
        return store().recovery();
    }

    /** The last sequence that was reported as durable. */
    long acknowledged() {
        return reportedDurable;
    }

    long reportedWritten() {
        return reportedWritten;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    // The disk.

    MemoryStorage disk() {
        return disk;
    }

    /** The names of the segments' files, ascending. */
    List<String> segments() {
        return names().stream().filter(name -> name.endsWith(".seg")).toList();
    }

    /** Without those that are only prepared. */
    List<String> begun() {
        Segments live = ((LogView) store()).segments();
        return IntStream.range(0, live.count()).mapToObj(i -> live.get(i).name()).toList();
    }

    List<String> names() {
        try {
            return disk.list().stream().sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String segment(long number) {
        return String.format("%020d.seg", number);
    }

    byte[] contents(String name) {
        return disk.contents(name);
    }

    /** The frames of a segment, as its documentation says. */
    List<Seen> frames(String segment) {
        return DocumentedLayout.frames(contents(segment));
    }

    List<Seen> lastFrames(String segment, int count) {
        List<Seen> frames = frames(segment);
        return frames.subList(frames.size() - count, frames.size());
    }

    /** Where its last frame ends. */
    long end(String segment) {
        return lastFrames(segment, 1).get(0).end();
    }

    /** All files and their contents. */
    Map<String, byte[]> everything() {
        Map<String, byte[]> contents = new TreeMap<>();
        names().forEach(name -> contents.put(name, contents(name)));
        return contents;
    }

    void assertUnchanged(Map<String, byte[]> before) {
        assertEquals(before.keySet(), everything().keySet());
        before.forEach((name, bytes) -> assertArrayEquals(bytes, contents(name), name));
    }

    /** Bytes that the disk's files take; leaves the disk without a limit. */
    static long usedBytes(MemoryStorage disk) {
        disk.capacity(Long.MAX_VALUE);
        return Long.MAX_VALUE - disk.freeBytes();
    }

    /** Puts an earlier content of the state page back. */
    LogFixture restoreState(byte[] earlier) {
        disk.put(STATE, earlier);
        return this;
    }

    // What a store reports.

    @Override
    public void written(long lastSequence, long mark) {
        reportedWritten = lastSequence;
    }

    @Override
    public void durable(long lastSequence, long mark) {
        if (mark < reportedMark) {
            throw new AssertionError("durable went back from " + reportedMark + " to " + mark);
        }
        reportedMark = mark;
        reportedDurable = lastSequence;
    }

    @Override
    public void released(Group released) {
        // There is one, and it is filled again only then.
    }

    @Override
    public void trimmed(long firstSequence) {
    }

    @Override
    public void notTrimmed(Exception cause) {
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
    }

    // Records.

    private static byte[] bytes(String record) {
        return record.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A record that says its number and has about the length. */
    static String text(long number, int length) {
        String head = number + ":";
        return head + "abcdefghijklmnopqrstuvwxyz".repeat(length / 26 + 1).substring(0, Math.max(0, length - head.length()));
    }
}
