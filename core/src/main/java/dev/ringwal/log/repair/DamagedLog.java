package dev.ringwal.log.repair;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.LogThread;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.local.Retention;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.LocalStorage;
import dev.ringwal.log.storage.NewDirectory;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.WriterLock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A log that may be damaged, looked at around the damage: every record that verifies can be read, over the gaps. Nobody may write to it
 * meanwhile. Nothing is changed unless it is asked for. Any thread; each reader by one at a time.
 *
 * <p>Two ways lead on. {@link #truncateBefore} keeps the log in its place and gives up every record from one on; {@link #salvage} copies
 * all that is left into a new log. No damaged file is changed or deleted by either.
 */
public final class DamagedLog {

    private final Storage storage;
    private final Remains remains;

    private DamagedLog(Storage storage, Remains remains) {
        this.storage = storage;
        this.remains = remains;
    }

    /**
     * Opens, reading every file to its end.
     *
     * @throws LogInUseException when a writer has it
     * @throws dev.ringwal.log.NewerFormatException when a newer version wrote it
     */
    public static DamagedLog open(Path directory) throws IOException {
        return open(LocalStorage.existing(directory));
    }

    /** As {@link #open(Path)}, on any storage: for tests. */
    public static DamagedLog open(Storage storage) throws IOException {
        requireLockFile(storage);
        if (storage.isLocked(LogFiles.LOCK)) {
            throw inUse(storage);
        }
        return new DamagedLog(storage, Remains.of(storage));
    }

    /** Without it nobody can say whether a writer lives. */
    private static void requireLockFile(Storage storage) throws IOException {
        if (!storage.exists(LogFiles.LOCK)) {
            throw new NoSuchFileException(storage.directory().toString(), null, "there is no " + LogFiles.LOCK + " in it: if no writer"
                    + " has the log open, create an empty one");
        }
    }

    private static LogInUseException inUse(Storage storage) throws IOException {
        StateSlot state = LogFiles.readState(storage);
        return new LogInUseException(storage.directory(), state == null ? 0 : state.pid);
    }

    /** What is lost, ascending; empty in a log that is whole. */
    public List<Gap> gaps() {
        return remains.gaps();
    }

    /** How many records verify. */
    public long records() {
        return remains.records();
    }

    /** The first record that verifies, -1 when none does. */
    public long firstSequence() {
        List<Stretch> stretches = remains.stretches();
        return stretches.isEmpty() ? -1 : stretches.get(0).firstSequence();
    }

    /** The last record that verifies, -1 when none does. */
    public long lastSequence() {
        List<Stretch> stretches = remains.stretches();
        return stretches.isEmpty() ? -1 : stretches.get(stretches.size() - 1).lastSequence();
    }

    /** How many records that verify {@link #truncateBefore} would give up. */
    public long recordsFrom(long sequence) {
        return remains.stretches().stream()
                .mapToLong(stretch -> Math.max(0, stretch.lastSequence() - Math.max(sequence, stretch.firstSequence()) + 1)).sum();
    }

    /** Reads from a record on, over the gaps. Of a batch whose beginning is lost in a gap, the rest may be shown. */
    public LogReader reader(long fromSequence) {
        return new RemainsReader(storage, remains.stretches(), remains::topicName, fromSequence);
    }

    /**
     * Copies all records that verify, in order and with their times, into a new log, where they are numbered anew, from 0 and without
     * gaps. It appears whole and durable, or not at all.
     *
     * @param into a directory that does not exist, or an empty one
     * @throws java.nio.file.FileAlreadyExistsException when something is in it, or what an attempt that was killed left is beside it
     */
    public void salvage(Path into) throws IOException {
        NewDirectory.make(into, unfinished -> {
            salvage(unfinished);
            return into;
        });
    }

    /** As {@link #salvage(Path)}, into an empty storage of any kind: for tests. */
    public void salvage(Storage into) throws IOException {
        try (RemainsReader from = new RemainsReader(storage, remains.stretches(), remains::topicName, 0)) {
            LocalSettings settings = new LocalSettings(LocalSettings.DEFAULT_SEGMENT_BYTES, from::timestampNanos,
                    work -> new LogThread(work, "ringwal-prepare"), Retention.FOR_EVER, LocalSettings.MAX_CONTROL_LIMIT_BYTES);
            LogStore to = LocalLog.open(into, settings);
            Salvage salvage = new Salvage(to);
            try {
                salvage.copy(from);
            } finally {
                to.finish();
            }
            salvage.checkSound();
        }
    }

    /** Whether {@link #truncateBefore} could end the log there; nothing is changed. */
    public boolean canTruncateBefore(long sequence) throws IOException {
        try {
            Truncation.before(sequence, storage, remains);
            return true;
        } catch (IllegalArgumentException impossible) {
            return false;
        }
    }

    /** As {@link #canTruncateBefore}, and the damage would be no part of the log any more. */
    public boolean canMendByTruncatingBefore(long sequence, CorruptLogException damage) throws IOException {
        OptionalLong segment = SegmentName.parse(damage.file());
        try {
            Truncation truncation = Truncation.before(sequence, storage, remains);
            return segment.isEmpty() || truncation.takes(segment.getAsLong(), damage.offset());
        } catch (IllegalArgumentException impossible) {
            return false;
        }
    }

    /**
     * Ends the log in front of the record: it and all behind it are given up, and the log can be opened again. Files that are then no
     * part of the log are kept, as {@code NAME.seg.damaged} (or with a number behind that, where there is one already), and a copy of a
     * state page that cannot be read as {@code state.damaged}. Durable on return; what this object says is then of the past.
     *
     * @throws LogInUseException when a writer has it
     * @throws IllegalArgumentException when it cannot be ended there: a record before it is lost, or was never proven durable, or was
     *     appended atomically with it, or what would stay could not be opened; nothing was changed
     */
    public void truncateBefore(long sequence) throws IOException {
        requireLockFile(storage);
        WriterLock lock = storage.tryLock(LogFiles.LOCK);
        if (lock == null) {
            throw inUse(storage);
        }
        try {
            storage.syncDirectory(); // what is seen now must stay
            Instant now = Instant.now();
            Truncation.before(sequence, storage, Remains.of(storage))
                    .run(LogFiles.readState(storage), now.getEpochSecond() * 1_000_000_000L + now.getNano());
        } finally {
            lock.close();
        }
    }
}
