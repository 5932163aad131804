package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A disk that counts what is read of it, and is changed as ever. One thread at a time. */
public final class ReadCount implements Storage {

    private final Storage storage;
    private final Map<String, Long> bytes = new TreeMap<>();
    private final Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private int opens;
    private int reads;

    public ReadCount(Storage storage) {
        this.storage = storage;
    }

    /** From now on. */
    public void restart() {
        bytes.clear();
        buffers.clear();
        opens = 0;
        reads = 0;
    }

    /** Read from each file; those left out of which nothing was. */
    public Map<String, Long> bytes() {
        return bytes;
    }

    public long allBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Files opened for reading. */
    public int opens() {
        return opens;
    }

    public int reads() {
        return reads;
    }

    /** Different ones that were read into. */
    public int buffers() {
        return buffers.size();
    }

    private final class CountedFile implements StorageFile {

        private final String name;
        private final StorageFile file;

        CountedFile(String name, StorageFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long offset) throws IOException {
            int read = file.read(target, offset);
            bytes.merge(name, (long) read, Long::sum);
            buffers.add(target);
            reads++;
            return read;
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            file.write(source, offset);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void shorten(long length) throws IOException {
            file.shorten(length);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void renamed(String to) {
            file.renamed(to);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        opens++;
        return new CountedFile(name, storage.openForReading(name));
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
    public StorageFile create(String name) throws IOException {
        return storage.create(name);
    }

    @Override
    public StorageFile openForWriting(String name) throws IOException {
        return storage.openForWriting(name);
    }

    @Override
    public void link(String existing, String name) throws IOException {
        storage.link(existing, name);
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
    public StatePage mapState(String name, int size) throws IOException {
        return storage.mapState(name, size);
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
