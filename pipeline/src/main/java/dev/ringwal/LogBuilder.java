package dev.ringwal;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.LogThread;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.Retention;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one opening of a log, each with a default that does. None of them limits recovery or reading: a log can be opened with
 * other settings at any time. A value that cannot be is refused by its setter.
 */
public final class LogBuilder {

    private static final long MIB = 1024 * 1024;
    private static final int MIN_RING_SIZE = 8;
    private static final int MAX_RING_SIZE = 1 << 20;
    private static final int MAX_RECORD_BYTES = RecordHead.MAX_LENGTH;
    private static final long MAX_BYTES = 1L << 40;

    /** Its index, which is held in memory while it is written and read, is then 48 MiB. */
    private static final long MAX_SEGMENT_BYTES = 1L << 34;
    private static final Duration MIN_SYNC_INTERVAL = Duration.ofNanos(100_000);
    private static final Duration MAX_SYNC_INTERVAL = Duration.ofHours(1);

    private static final int MANY_RING_SIZE = 64;
    private static final long MANY_BYTES_IN_FLIGHT = 4 * MIB;

    private static final Duration MIN_RETENTION = Duration.ofMillis(1);
    private static final Duration MAX_RETENTION = Duration.ofDays(36_500);

    private final Opening opening;
    private int processors = Runtime.getRuntime().availableProcessors();
    private Durability durability = Durability.SYNCED;
    private Duration syncInterval = Duration.ofMillis(10);
    private Profile profile = Profile.BALANCED;
    private @Nullable ThreadLayout threadLayout;
    private @Nullable Waiting waiting;
    private int ringSize = 4096;
    private long bytesInFlight = 64 * MIB;
    private long segmentBytes = LocalSettings.DEFAULT_SEGMENT_BYTES;
    private long retainBytes = Retention.UNBOUNDED;
    private long retainNanos = Retention.UNBOUNDED;
    private long rollNanos = Retention.UNBOUNDED;
    private Retention.Consumed consumed = Retention.Consumed.KEPT;
    private int controlLimitBytes = LocalSettings.DEFAULT_CONTROL_LIMIT_BYTES;
    private int recordLimitBytes = (int) (16 * MIB);
    private int batchLimitBytes = (int) (64 * MIB);
    private @Nullable Executor completionExecutor;
    private LogListener listener = new LogListener() { };

    /** Gives the storage to open in. */
    interface Storages {
        Storage get() throws IOException;
    }

    /** Opens a store with these settings, and starts the log on it. */
    interface Opening {
        Pipeline open(LogBuilder settings) throws IOException;
    }

    LogBuilder(Storages storages) {
        this(settings -> settings.start(LocalLog.open(storages.get(), settings.local()), System::nanoTime));
    }

    LogBuilder(Opening opening) {
        this.opening = opening;
    }

    /** With defaults for one of many logs: memory for few appends at a time, and as little of the processors as if there were one. */
    static LogBuilder ofMany(Opening opening) {
        LogBuilder builder = new LogBuilder(opening).ringSize(MANY_RING_SIZE).bytesInFlight(MANY_BYTES_IN_FLIGHT);
        builder.processors = 1;
        return builder;
    }

    static Thread preparingThread(Runnable work) {
        return new LogThread(work, "ringwal-prepare");
    }

    /** What appends promise when not told otherwise. Default: {@link Durability#SYNCED}. */
    public LogBuilder durability(Durability value) {
        durability = Objects.requireNonNull(value);
        return this;
    }

    /**
     * The longest that written records wait for a sync when nobody asks for one: what a power cut may take of
     * {@link Durability#WRITTEN} appends. Default: 10 ms; from 100 microseconds to an hour. Shorter means more syncs. One is begun
     * at half of it, and whenever 4 MiB are written, beside the writing.
     */
    public LogBuilder syncInterval(Duration value) {
        if (value.compareTo(MIN_SYNC_INTERVAL) < 0 || value.compareTo(MAX_SYNC_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "syncInterval " + value + " is not from " + MIN_SYNC_INTERVAL + " to " + MAX_SYNC_INTERVAL);
        }
        syncInterval = value;
        return this;
    }

    /** What the log is tuned for. Default: {@link Profile#BALANCED}. Decides what {@code threadLayout} and {@code waiting} do not. */
    public LogBuilder profile(Profile value) {
        profile = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Which stages share threads. Default: the profile's; {@link ThreadLayout#ONE} with up to three processors, else
     * {@link ThreadLayout#TWO}, where it has none.
     */
    public LogBuilder threadLayout(ThreadLayout value) {
        threadLayout = Objects.requireNonNull(value);
        return this;
    }

    /**
     * How the log's threads wait. Default: the profile's; {@link Waiting#PARK} with one processor, else
     * {@link Waiting#SPIN_THEN_PARK}, where it has none.
     */
    public LogBuilder waiting(Waiting value) {
        waiting = Objects.requireNonNull(value);
        return this;
    }

    /**
     * How many appends may be under way; a power of two from 8 to 1048576. Default: 4096. It takes 1.2 KiB of heap each, at once, and a
     * KiB each outside it, from 64 KiB to a MiB altogether (with two threads or four three times that); a larger group takes memory of
     * its own. When all are taken {@code append} waits and {@code tryAppend} refuses.
     */
    public LogBuilder ringSize(int value) {
        checkRange("ringSize", value, MIN_RING_SIZE, MAX_RING_SIZE);
        if (Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException("ringSize " + value + " is not a power of two");
        }
        ringSize = value;
        return this;
    }

    /**
     * How much memory appends under way may take beside the ring: records above a KiB, and batches. Default: 64 MiB. Admitted first
     * come, first served; what is larger than the bound goes alone. From 1 KiB to 1 TiB.
     */
    public LogBuilder bytesInFlight(long value) {
        checkRange("bytesInFlight", value, Slot.INLINE_BYTES, MAX_BYTES);
        bytesInFlight = value;
        return this;
    }

    /** The size of a segment file, from 16 KiB to 16 GiB. Default: 64 MiB. Space is given back by whole segments. */
    public LogBuilder segmentBytes(long value) {
        checkRange("segmentBytes", value, LocalSettings.MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
        segmentBytes = value;
        return this;
    }

    /**
     * What the log's segments may take together, from 16 KiB to 1 TiB: the oldest are dropped when one is sealed, with all their records,
     * read or not. Default: no bound. The open segment counts as if it were full, and stays; besides there may be the next one's file,
     * made ahead, and two dropped files that stay to become the next ones. A segment is dropped only once a later one has durable records.
     */
    public LogBuilder retainBytes(long value) {
        checkRange("retainBytes", value, LocalSettings.MIN_SEGMENT_BYTES, MAX_BYTES);
        retainBytes = value;
        return this;
    }

    /**
     * How long records stay, from a millisecond: a segment is dropped when its youngest is so old, with all records, read or not. Default:
     * for ever. Ages are by the wall clock at appending, which never runs backwards along the log.
     */
    public LogBuilder retainAge(Duration value) {
        retainNanos = checkedNanos("retainAge", value);
        return this;
    }

    /**
     * The open segment is sealed so long after it was begun, if it has records, however little: from a millisecond. Default: when it is
     * full, or with {@link #retainAge} that long, so that in an idle log records are gone after twice the age, and a sixteenth.
     */
    public LogBuilder rollInterval(Duration value) {
        rollNanos = checkedNanos("rollInterval", value);
        return this;
    }

    /**
     * Drops segments as soon as all consumers of the log have committed past them. Default: consumers only hold back. A log without a
     * consumer drops nothing for that; {@link #retainBytes} and {@link #retainAge} are bounds that win over consumers: what they drop of a
     * consumer's records is said in the application's log.
     */
    public LogBuilder dropConsumed() {
        consumed = Retention.Consumed.DROPPED;
        return this;
    }

    private static long checkedNanos(String name, Duration value) {
        if (value.compareTo(MIN_RETENTION) < 0 || value.compareTo(MAX_RETENTION) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not from " + MIN_RETENTION + " to " + MAX_RETENTION);
        }
        return value.toNanos();
    }

    private Retention retention() {
        return new Retention(retainBytes, retainNanos, rollNanos == Retention.UNBOUNDED ? retainNanos : rollNanos,
                consumed);
    }

    /**
     * What the names of topics and the names and positions of consumers may take together, from 1 KiB to 64 MiB, about 14 bytes for each
     * beside its name. Default: 1 MiB. Each segment repeats it at its begin and at its end.
     */
    public LogBuilder controlLimitBytes(int value) {
        checkRange("controlLimitBytes", value, 1024, LocalSettings.MAX_CONTROL_LIMIT_BYTES);
        controlLimitBytes = value;
        return this;
    }

    /** The most bytes of one record, from 1 to a byte below 1 GiB. Default: 16 MiB. A larger one is refused with {@code RecordTooLargeException}. */
    public LogBuilder recordLimitBytes(int value) {
        checkRange("recordLimitBytes", value, 1, MAX_RECORD_BYTES);
        recordLimitBytes = value;
        return this;
    }

    /** The most bytes of one batch, 4 for each record included; from 1 KiB to a byte below 1 GiB. Default: 64 MiB. */
    public LogBuilder batchLimitBytes(int value) {
        checkRange("batchLimitBytes", value, 1024, MAX_RECORD_BYTES);
        batchLimitBytes = value;
        return this;
    }

    /**
     * Where callbacks run and futures complete. Default: none, the log's notifying thread itself, which is fastest. With an executor
     * a slow callback delays other completions all the same (they stay in order), but neither writing nor syncing.
     */
    public LogBuilder completionExecutor(Executor value) {
        completionExecutor = Objects.requireNonNull(value);
        return this;
    }

    /** Who is told of the log's states. Default: nobody. */
    public LogBuilder listener(LogListener value) {
        listener = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Opens the log, recovering it first; creates the directory and its parents if need be.
     *
     * @throws dev.ringwal.log.LogInUseException when another writer has it
     * @throws dev.ringwal.log.CorruptLogException when something acknowledged is damaged; nothing was changed
     * @throws java.io.UncheckedIOException when the disk cannot be read or written
     */
    public WriteAheadLog open() {
        try {
            return new WriteAheadLog(opening.open(this), settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens on another store and clock. */
    WriteAheadLog open(LogStore store, LongSupplier nanoClock) {
        return new WriteAheadLog(start(store, nanoClock), settings());
    }

    /** Starts the log on a store, which is finished where that fails. */
    Pipeline start(LogStore store, LongSupplier nanoClock) {
        Pipeline pipeline = null;
        try {
            pipeline = new Pipeline(settings(), store, nanoClock);
        } finally {
            if (pipeline == null) {
                store.finish(); // no memory for it
            }
        }
        pipeline.start();
        return pipeline;
    }

    LocalSettings local() {
        LongSupplier wallClockNanos = () -> {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        };
        return new LocalSettings(segmentBytes, wallClockNanos, LogBuilder::preparingThread, retention(), controlLimitBytes);
    }

    Settings settings() {
        return new Settings(
                durability,
                syncInterval.toNanos(),
                threadLayout != null ? threadLayout : profile.threadLayout(processors),
                waiting != null ? waiting : profile.waiting(processors),
                ringSize,
                bytesInFlight,
                recordLimitBytes,
                batchLimitBytes,
                completionExecutor,
                listener);
    }

    private static void checkRange(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not from " + least + " to " + most);
        }
    }
}
