package dev.ringwal.bench.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of zeros, written from front to back and then from the front again. Its blocks are there before anything is measured, so a
 * sync has data to write and nothing else. One thread at a time.
 */
final class RawFile implements AutoCloseable {

    private static final int FILL_BYTES = 1 << 20;

    private final FileChannel channel;
    private final long bytes;
    private long position;
    private volatile long syncs;

    /** Makes the file unless there is one of that size already; its old content is then overwritten bit by bit. */
    RawFile(Path path, long bytes) throws IOException {
        this.bytes = bytes;
        if (!Files.exists(path) || Files.size(path) != bytes) {
            fill(path, bytes);
        }
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void fill(Path path, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(FILL_BYTES);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long done = 0; done < bytes; done += zeros.limit()) {
                zeros.clear().limit((int) Math.min(FILL_BYTES, bytes - done));
                writeFully(channel, zeros, done);
            }
            channel.force(true);
        }
    }

    /** Writes the buffer's bytes behind the last ones, or at the front where they do not fit. */
    void write(ByteBuffer buffer) throws IOException {
        if (position + buffer.remaining() > bytes) {
            position = 0;
        }
        int length = buffer.remaining();
        writeFully(channel, buffer, position);
        position += length;
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
        long offset = at;
        while (buffer.hasRemaining()) {
            offset += channel.write(buffer, offset);
        }
    }

    void sync() throws IOException {
        channel.force(false);
        syncs++;
    }

    long syncs() {
        return syncs;
    }

    /** Where what was written since the last wrap ends. */
    long position() {
        return position;
    }

    /** Fills the buffer from there as far as it goes. */
    void read(ByteBuffer buffer, long at) throws IOException {
        long offset = at;
        while (buffer.hasRemaining() && offset < bytes) {
            offset += channel.read(buffer, offset);
        }
    }

    @Override
    public void close() throws IOException {
        channel.force(false);
        channel.close();
    }
}
