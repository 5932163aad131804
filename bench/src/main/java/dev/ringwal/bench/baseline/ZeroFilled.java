package dev.ringwal.bench.baseline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of zeros, synced: its blocks are there, so that a later sync has data to write and nothing else. One thread at a time. */
final class ZeroFilled implements AutoCloseable {

    private static final int FILL_BYTES = 1 << 20;

    private final FileChannel channel;

    private ZeroFilled(FileChannel channel) {
        this.channel = channel;
    }

    static void make(Path path, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(FILL_BYTES, bytes));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long done = 0; done < bytes; done += zeros.limit()) {
                zeros.clear().limit((int) Math.min(FILL_BYTES, bytes - done));
                writeFully(channel, zeros, done);
            }
            channel.force(true);
        }
    }

    static ZeroFilled open(Path path) throws IOException {
        return new ZeroFilled(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    void write(ByteBuffer buffer, long at) throws IOException {
        writeFully(channel, buffer, at);
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
        long offset = at;
        while (buffer.hasRemaining()) {
            offset += channel.write(buffer, offset);
        }
    }

    void sync() throws IOException {
        channel.force(false);
    }

    /** Fills the buffer, which the file goes on at least as long as. */
    void read(ByteBuffer buffer, long at) throws IOException {
        long offset = at;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, offset);
            if (read < 0) {
                throw new IOException("the file ends at " + offset);
            }
            offset += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
