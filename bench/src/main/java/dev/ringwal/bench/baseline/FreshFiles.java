package dev.ringwal.bench.baseline;

import dev.ringwal.bench.system.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Files that follow one another, as a log's must that goes on: each is filled with zeros and synced by another thread while the one
 * before it is written, and the oldest are deleted there.
 */
final class FreshFiles implements RawStore {

    /** A file, and how much of it was written. */
    private record Written(Path path, long bytes) {
    }

    private final Path directory;
    private final long fileBytes;
    private final long keptBytes;
    private final ExecutorService preparing = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "fresh-files");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Written> full = new ArrayDeque<>();
    private Path path;
    private ZeroFilled file;
    private Future<Path> next;
    private long made;
    private long position;
    private volatile long syncs;

    /**
     * Makes the first one, and begins with the second.
     *
     * @param groupBytes the most that is written at once; a file holds that much at least
     * @param keptBytes  so much stays at least, and no file more than that needs
     */
    FreshFiles(Path directory, long fileBytes, long groupBytes, long keptBytes) throws IOException {
        this.directory = directory;
        this.keptBytes = keptBytes;
        this.fileBytes = Math.max(fileBytes, groupBytes);
        Directories.delete(directory);
        Files.createDirectories(directory);
        path = make(made++);
        file = ZeroFilled.open(path);
        next = prepare();
    }

    private Path make(long number) throws IOException {
        Path made = directory.resolve(Long.toString(number));
        ZeroFilled.make(made, fileBytes);
        Directories.sync(directory);
        return made;
    }

    private Future<Path> prepare() {
        long number = made++;
        return preparing.submit(() -> make(number));
    }

    /** In the next file where the group does not fit. */
    @Override
    public void write(ByteBuffer group) throws IOException {
        if (position + group.remaining() > fileBytes) {
            goOn();
        }
        int length = group.remaining();
        file.write(group, position);
        position += length;
    }

    /** Where records are to be synced the full file is: each group was. */
    private void goOn() throws IOException {
        file.close();
        full.add(new Written(path, position));
        path = prepared();
        file = ZeroFilled.open(path);
        position = 0;
        next = prepare();
        while ((full.size() - 1) * fileBytes >= keptBytes) {
            Path oldest = full.remove().path();
            preparing.execute(() -> delete(oldest));
        }
    }

    private Path prepared() throws IOException {
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a file is made", e);
        } catch (ExecutionException e) {
            throw new IOException("no next file: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void sync() throws IOException {
        file.sync();
        syncs++;
    }

    @Override
    public long syncs() {
        return syncs;
    }

    @Override
    public long read(RawRecords records, Consumer<ByteBuffer> payload) throws IOException {
        long read = 0;
        for (Written written : full) {
            try (ZeroFilled one = ZeroFilled.open(written.path())) {
                read += records.read(one, written.bytes(), payload);
            }
        }
        return read + records.read(file, position, payload);
    }

    @Override
    public void close() throws IOException {
        preparing.shutdown();
        try {
            preparing.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.sync();
        file.close();
        Directories.delete(directory);
    }
}
