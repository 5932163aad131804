package dev.ringwal.log.local;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.segment.IndexCache;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.LocalStorage;
import dev.ringwal.log.storage.NewDirectory;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log opened for reading only: takes no writer's lock and changes no byte. Beside a live writer, in this process or another, it
 * shows what that writer has made durable, and sees its rolls and trims; without one, as far as asked.
 *
 * <p>Any thread; each reader by one at a time.
 */
public final class ReadOnlyLog implements AutoCloseable {

    private final Storage storage;
    private final FollowingView view;
    private final IndexCache indexes = new IndexCache();

    private ReadOnlyLog(Storage storage, FollowingView view) {
        this.storage = storage;
        this.view = view;
    }

    /**
     * Opens.
     *
     * @throws UncheckedIOException with a {@link NoSuchFileException} when there is no log in the directory
     * @throws dev.ringwal.log.CorruptLogException when there is no live writer and something is damaged before the attested
     *     position, unless what precedes it can be read as far as asked
     */
    public static ReadOnlyLog open(Path directory, Reach reach) {
        try {
            return open(LocalStorage.existing(directory), reach);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #open(Path, Reach)}, on any storage: for tests. */
    public static ReadOnlyLog open(Storage storage, Reach reach) throws IOException {
        if (!storage.exists(LogFiles.LOCK)) {
            throw noLock(storage);
        }
        return new ReadOnlyLog(storage, FollowingView.open(storage, reach));
    }

    /** Without it nobody can say whether a writer lives. */
    private static IOException noLock(Storage storage) throws IOException {
        long segments = storage.list().stream().filter(name -> SegmentName.parse(name).isPresent()).count();
        if (segments == 0 && !storage.exists(LogFiles.STATE)) {
            return new NoSuchFileException(storage.directory().toString(), null, "there is no log in it");
        }
        return new IOException("the file " + LogFiles.LOCK + " is missing beside " + segments
                + " segments: copy the whole directory, or if no writer has the log open, create an empty one");
    }

    /** A reader whose next record is the given one. Its {@link LogReader#next(java.time.Duration)} follows a live writer. */
    public LogReader reader(long fromSequence) {
        checkNotGone(fromSequence);
        return new LocalReader(view, new FrameCursor(storage, view, indexes), fromSequence);
    }

    private void checkNotGone(long fromSequence) {
        if (fromSequence >= 0 && fromSequence < firstSequence()) {
            throw new RecordGoneException(fromSequence, firstSequence());
        }
    }

    /**
     * A reader of the topic's records, whose next one is the first of them from the given sequence on; else as {@link #reader(long)}.
     *
     * @throws java.util.NoSuchElementException when no durable record has such a topic yet
     */
    public LogReader reader(String topic, long fromSequence) {
        int number = topic.isEmpty() ? RecordHead.DEFAULT_TOPIC : view.control().topicNumber(topic);
        if (number < 0) {
            throw new NoSuchElementException("no topic \"" + topic + "\" in the log");
        }
        checkNotGone(fromSequence);
        return new TopicReader(view, new FrameCursor(storage, view, indexes), number, fromSequence);
    }

    /** Names and positions up to the last readable record. */
    public ControlState control() {
        return view.control();
    }

    /** Looks again at what a writer has made durable since. */
    public void refresh() {
        view.refresh();
    }

    /**
     * As {@link LogStore#backup}: of what a live writer has made durable, or, without one, up to the attested position.
     *
     * @throws UncheckedIOException when it could not be made: nothing is there then
     */
    public BackupReport backup(Path directory) {
        try {
            return NewDirectory.make(directory, into -> new Backup(storage, view, into).take());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first record that is left. */
    public long firstSequence() {
        Segments segments = view.segments();
        return segments.isEmpty() ? 0 : segments.first().firstSequence();
    }

    /** The last readable record, -1 when there was never one. */
    public long lastSequence() {
        return view.durableSequence();
    }

    public boolean hasLiveWriter() {
        return writerPid() != 0;
    }

    /** The live writer's process, 0 when there is none. */
    public long writerPid() {
        try {
            return view.writerPid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records behind the attested position that a log without a live writer has; recovery would keep them. */
    public long unprovenRecords() {
        return view.isLive() ? 0 : view.findings().unprovenRecords();
    }

    /** What opening found damaged behind the last readable record, or null. */
    public @Nullable CorruptLogException damage() {
        return view.isLive() ? null : view.findings().damage();
    }

    /** @throws UncheckedIOException when a file cannot be read */
    public LogFacts facts() {
        while (true) {
            long first = firstSequence();
            try {
                return factsOfNow();
            } catch (RecordGoneException trimmedMeanwhile) {
                view.refresh();
                if (firstSequence() == first) {
                    throw trimmedMeanwhile; // nobody trims: that is damage
                }
            }
        }
    }

    private LogFacts factsOfNow() {
        Segments segments = view.segments();
        long first = firstSequence();
        long last = lastSequence();
        return new LogFacts(first, last, segments.count(), bytes(segments), tornBytes(), writerPid(), timeOf(first, last),
                timeOf(Math.max(last, first), last));
    }

    private long bytes(Segments segments) {
        long bytes = 0;
        for (int i = 0; i < segments.count(); i++) {
            bytes += length(segments.get(i).name());
        }
        return bytes;
    }

    /** 0 for one that was trimmed meanwhile. */
    private long length(String name) {
        try (StorageFile file = storage.openForReading(name)) {
            return file.length();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long timeOf(long sequence, long last) {
        if (sequence > last) {
            return 0;
        }
        try (LogReader reader = reader(sequence)) {
            return reader.next() ? reader.timestampNanos() : 0;
        }
    }

    private long tornBytes() {
        return view.isLive() ? 0 : view.findings().tornBytes();
    }

    /**
     * Reads and verifies every frame up to the last readable record.
     *
     * @param progressBytes is told how many bytes have been walked
     */
    public Verification verify(LongConsumer progressBytes) {
        try {
            return new Verifier(storage, view, progressBytes).run(tornBytes(), damage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            view.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
