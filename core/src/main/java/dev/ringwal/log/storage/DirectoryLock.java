package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The writer's lock: two bytes of a file that is never deleted. <b>Byte 0</b>, exclusive, alone decides who writes. <b>Byte 1</b>,
 * exclusive, is then taken for those who only want to know: a probe tries it shared and lets go at once, so that it never makes a
 * writer's open fail, at most wait a moment.
 *
 * <p>Closing any channel on the file drops the locks of the whole process. So within this JVM {@link OpenLogs} is asked first, and
 * while a writer lives the file is not touched a second time.
 */
final class DirectoryLock implements WriterLock {

    private static final Set<StandardOpenOption> LOCK_FILE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final long OWNER = 0;
    private static final long PRESENCE = 1;

    /** Far longer than any probe; one that was stopped while it held the byte must not hang an open. */
    private static final long PRESENCE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PRESENCE_RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /**
     * The JDK found a lock of this process that is not in the register: someone has replaced the system properties. To close
     * these channels would drop that lock, so they stay, and are kept from the collector.
     */
    private static final Collection<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final String key;
    private final FileChannel channel;

    private DirectoryLock(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Null when another has it. */
    static @Nullable DirectoryLock tryLock(Path directory, Path file) throws IOException {
        String key = OpenLogs.keyOf(directory);
        synchronized (OpenLogs.monitor(key)) {
            if (!OpenLogs.add(key)) {
                return null;
            }
            FileChannel locked = null;
            try {
                locked = openLocked(file);
            } finally {
                if (locked == null) {
                    OpenLogs.remove(key);
                }
            }
            return locked == null ? null : new DirectoryLock(key, locked);
        }
    }

    private static @Nullable FileChannel openLocked(Path file) throws IOException {
        RegularFile.requireIfThere(file);
        FileChannel channel = FileChannel.open(file, LOCK_FILE, LocalStorage.OWNER_ONLY);
        boolean taken = false;
        try {
            taken = take(channel, OWNER, false) && awaitPresence(channel, file);
        } finally {
            if (!taken) {
                letGo(channel);
            }
        }
        return taken ? channel : null;
    }

    private static boolean awaitPresence(FileChannel channel, Path file) throws IOException {
        long start = System.nanoTime();
        while (!take(channel, PRESENCE, false)) {
            if (System.nanoTime() - start > PRESENCE_WAIT_NANOS) {
                throw new IOException(file + ": another process that asked for the lock has not let go of it");
            }
            LockSupport.parkNanos(PRESENCE_RETRY_NANOS);
        }
        return true;
    }

    /** Whether a writer lives. */
    static boolean isHeld(Path directory, Path file) throws IOException {
        String key = OpenLogs.keyOf(directory);
        synchronized (OpenLogs.monitor(key)) {
            return OpenLogs.contains(key) || isHeldElsewhere(file);
        }
    }

    private static boolean isHeldElsewhere(Path file) throws IOException {
        FileChannel channel;
        try {
            RegularFile.require(file);
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return false;
        }
        try {
            return !take(channel, PRESENCE, true);
        } finally {
            letGo(channel);
        }
    }

    private static boolean take(FileChannel channel, long place, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(place, 1, shared);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            return false;
        }
    }

    /** Frees what the channel has locked. */
    private static void letGo(FileChannel channel) throws IOException {
        if (!LEFT_OPEN.contains(channel)) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OpenLogs.monitor(key)) {
            if (channel.isOpen()) {
                closeAndForget();
            }
        }
    }

    /** In this order: a register that is free while the file is still locked would lead another to touch it. */
    private void closeAndForget() throws IOException {
        try {
            channel.close();
        } finally {
            OpenLogs.remove(key);
        }
    }
}
