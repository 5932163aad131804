package dev.ringwal.log.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file of a {@link MemoryStorage}, as strict as a real channel. What it does is done under the storage's one lock. */
final class MemoryFile implements StorageFile {

    private final MemoryStorage storage;
    private volatile String name;
    private final SimulatedFile file;
    private final boolean writable;
    private final AtomicBoolean open = new AtomicBoolean(true);

    MemoryFile(MemoryStorage storage, String name, SimulatedFile file, boolean writable) {
        this.storage = storage;
        this.name = name;
        this.file = file;
        this.writable = writable;
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        if (!source.isDirect()) {
            throw new IllegalArgumentException("a heap buffer costs a hidden copy");
        }
        requireWritable();
        storage.perform(Operation.WRITE, name, () -> writeAll(source, offset), fault -> writeSome(source, offset, fault));
    }

    private int writeAll(ByteBuffer source, long offset) throws IOException {
        long place = offset;
        while (source.hasRemaining()) {
            storage.requireRoom(file, place);
            place += file.writePart(source, place);
        }
        return (int) (place - offset);
    }

    private void writeSome(ByteBuffer source, long offset, Fault fault) throws IOException {
        int part = storage.partOf(source.remaining(), fault);
        writeAll(source.slice(source.position(), part), offset);
        source.position(source.position() + part);
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        requireOpen();
        return storage.perform(Operation.READ, name, () -> file.read(target, offset));
    }

    @Override
    public void sync() throws IOException {
        requireOpen();
        storage.perform(Operation.SYNC, name, () -> {
            file.sync();
            return name;
        }, file::syncFailed);
    }

    @Override
    public void shorten(long length) throws IOException {
        requireWritable();
        storage.perform(Operation.SHORTEN, name, () -> {
            if (length > file.cache().length()) {
                throw new EOFException(name + ": cannot be cut to " + length + ", it has " + file.cache().length());
            }
            file.shorten(length);
            return name;
        });
    }

    @Override
    public void renamed(String to) {
        name = to;
    }

    @Override
    public long length() throws IOException {
        requireOpen();
        synchronized (storage) {
            storage.requireAlive();
            return file.cache().length();
        }
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            storage.closed();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private void requireOpen() throws IOException {
        if (!open.get()) {
            throw new ClosedChannelException();
        }
    }

    private void requireWritable() throws IOException {
        requireOpen();
        if (!writable) {
            throw new NonWritableChannelException();
        }
    }
}
