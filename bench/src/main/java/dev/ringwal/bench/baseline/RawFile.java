package dev.ringwal.bench.baseline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One file of zeros, written from front to back and then from the front again. */
final class RawFile implements RawStore {

    private final ZeroFilled file;
    private final long bytes;
    private long position;
    private volatile long syncs;

    /** Makes the file unless there is one of that size already; its old content is then overwritten bit by bit. */
    RawFile(Path path, long bytes) throws IOException {
        this.bytes = bytes;
        if (!Files.exists(path) || Files.size(path) != bytes) {
            ZeroFilled.make(path, bytes);
        }
        file = ZeroFilled.open(path);
    }

    /** At the front where the group does not fit. */
    @Override
    public void write(ByteBuffer group) throws IOException {
        int length = group.remaining();
        if (position + length > bytes) {
            position = 0;
        }
        file.write(group, position);
        position += length;
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

    /** What was written since the last wrap. */
    @Override
    public long read(RawRecords records, Consumer<ByteBuffer> payload) throws IOException {
        return records.read(file, position, payload);
    }

    @Override
    public void close() throws IOException {
        file.sync();
        file.close();
    }
}
