package dev.ringwal.bench.sparse;

import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.StatePage;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import dev.ringwal.log.storage.WriterLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A directory in which segments, while they are new, get holes where zeros are written. Counts them. */
final class SparseStorage implements Storage {

    private final Storage storage;
    private final AtomicLong segments = new AtomicLong();

    SparseStorage(Storage storage) {
        this.storage = storage;
    }

    /** How many got their names here. Any thread. */
    long segments() {
        return segments.get();
    }

    @Override
    public StorageFile create(String name) throws IOException {
        StorageFile created = storage.create(name);
        return SegmentName.isTemporary(name) ? new SparseFile(created) : created;
    }

    @Override
    public void link(String existing, String name) throws IOException {
        storage.link(existing, name);
        segments.incrementAndGet();
    }

    @Override
    public Path directory() {
        return storage.directory();
    }

    @Override
    public List<String> list() throws IOException {
        return storage.list();
    }

    @Override
    public boolean exists(String name) throws IOException {
        return storage.exists(name);
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        return storage.openForReading(name);
    }

    @Override
    public StorageFile openForWriting(String name) throws IOException {
        return storage.openForWriting(name);
    }

    @Override
    public void linkTo(String name, Storage other) throws IOException {
        storage.linkTo(name, other);
    }

    @Override
    public int names(String name) throws IOException {
        return storage.names(name);
    }

    @Override
    public void delete(String name) throws IOException {
        storage.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        storage.syncDirectory();
    }

    @Override
    public StatePage mapState(String name, int bytes) throws IOException {
        return storage.mapState(name, bytes);
    }

    @Override
    public @Nullable WriterLock tryLock(String name) throws IOException {
        return storage.tryLock(name);
    }

    @Override
    public boolean isLocked(String name) throws IOException {
        return storage.isLocked(name);
    }
}
