package dev.ringwal;

import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.local.SharedThread;
import dev.ringwal.log.storage.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Many logs under one directory, each by its key: a {@link WriteAheadLog} like any other, in a directory of its own. What fails in one is
 * not the others' matter. All methods may be called by any thread.
 *
 * <p>A key is any text, as long as its directory's name has at most 255 bytes: in it a lower-case letter, digit, {@code -} and
 * {@code _} take one, any other byte of UTF-8 three. Several roots, in several processes too, may be open on one directory: each log
 * has one writer.
 *
 * <p>A log that nobody uses costs 90 KiB of heap, 64 KiB outside it, a thread that sleeps and 2 open files; after a read of a single record
 * 74 KiB and 3 ({@code ringwal bench many}). One thread prepares and deletes the files of all: while it fills or deletes one log's, any
 * other that needs it waits, for a roll whose next file is not ready, a trim, or a close that has such a file to delete.
 */
public final class LogRoot implements AutoCloseable {

    private final LocalStorage storage;
    private final SharedThread preparing = new SharedThread(LogBuilder::preparingThread);
    private final LongSupplier random = new SecureRandom()::nextLong;

    /** Until they are closed. */
    private final Set<Pipeline> logs = ConcurrentHashMap.newKeySet();

    /** Read: a log is being opened. Write: none is any more. */
    private final ReadWriteLock opening = new ReentrantReadWriteLock();
    private boolean closed;

    private LogRoot(LocalStorage storage) {
        this.storage = storage;
    }

    /**
     * Creates the directory and its parents if need be, for their owner only; opens no log.
     *
     * @throws java.io.UncheckedIOException when it cannot be made or its file system is not a local one
     */
    public static LogRoot open(Path directory) {
        try {
            return new LogRoot(LocalStorage.create(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the key's log with the default settings; see {@link #builder}. */
    public WriteAheadLog open(String key) {
        return builder(key).open();
    }

    /**
     * Settings to open the key's log with; it is made if there is none. Unless set otherwise it takes {@code ringSize} 64 and
     * {@code bytesInFlight} 4 MiB, and {@link Profile#BALANCED} means one thread that parks. A log that is busy wants more of each.
     * Its {@link LogBuilder#open} throws {@link LogClosedException} once this is closed.
     *
     * @throws IllegalArgumentException when the key is empty, too long, or has one half of a surrogate pair
     */
    public LogBuilder builder(String key) {
        Path directory = directory(key);
        return LogBuilder.ofMany(settings -> open(directory, settings));
    }

    private Pipeline open(Path directory, LogBuilder settings) throws IOException {
        opening.readLock().lock();
        try {
            if (closed) {
                throw new LogClosedException("the root of " + directory + " is closed", Outcome.NOT_WRITTEN);
            }
            LogStore store = LocalLog.open(LocalStorage.create(directory), settings.local(), preparing.join(), random);
            return keep(settings.start(store, System::nanoTime));
        } finally {
            opening.readLock().unlock();
        }
    }

    /** Until it is closed. */
    Pipeline keep(Pipeline log) {
        logs.add(log);
        log.whenClosed(() -> logs.remove(log));
        return log;
    }

    /** The directory of the key's log, whether there is one or not: to read it from another process, say. */
    public Path directory(String key) {
        return storage.directory().resolve(KeyName.of(key));
    }

    /**
     * The keys of the logs that there are, open or not, sorted. Looks at the disk; whatever else is there is left alone.
     *
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    public List<String> keys() {
        try {
            List<String> keys = new ArrayList<>();
            for (String name : storage.list()) {
                Optional<String> key = KeyName.keyOf(name);
                if (key.isPresent() && hasLog(storage.directory().resolve(name))) {
                    keys.add(key.get());
                }
            }
            Collections.sort(keys);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasLog(Path directory) throws IOException {
        try {
            return Files.isDirectory(directory) && LogFiles.areIn(LocalStorage.existing(directory));
        } catch (NoSuchFileException deletedMeanwhile) {
            return false;
        }
    }

    /**
     * Closes all logs that are open, as {@link WriteAheadLog#close()} does, all at once; no more are opened. Waits for all of that. Further
     * calls wait for the same. On a thread that one of the logs needs (in a callback) it starts the closing and returns.
     *
     * @throws LogFailedException when closing a log met that; all are closed
     */
    @Override
    public void close() {
        close(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * As {@link #close()}, for so long at most; {@link WriteAheadLog#close(Duration)} says what becomes of a log that is not closed then.
     *
     * @return whether all are closed
     */
    public boolean close(Duration timeout) {
        long deadline = System.nanoTime() + Patience.nanos(timeout);
        List<Pipeline> closing = startClosing();
        preparing.close();
        if (closing.stream().anyMatch(Pipeline::needsCurrentThread)) {
            return false;
        }
        boolean all = true;
        LogFailedException failure = null;
        for (Pipeline log : closing) {
            try {
                all &= log.close(Math.max(0, deadline - System.nanoTime()));
            } catch (LogFailedException failed) {
                failure = first(failure, failed);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return all;
    }

    private static LogFailedException first(@Nullable LogFailedException failure, LogFailedException next) {
        if (failure == null) {
            return next;
        }
        failure.addSuppressed(next);
        return failure;
    }

    /** Those that are not closed yet. */
    private List<Pipeline> startClosing() {
        opening.writeLock().lock();
        try {
            closed = true;
        } finally {
            opening.writeLock().unlock();
        }
        List<Pipeline> closing = List.copyOf(logs);
        closing.forEach(Pipeline::startClosing);
        return closing;
    }
}
