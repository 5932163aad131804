package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import journal.io.api.Journal;
import journal.io.api.Journal.WriteType;
import journal.io.api.JournalBuilder;
import journal.io.api.Location;

/** Journal.IO: the last write of a group waits until all of it is written, and synced if that is asked for. */
final class JournalIoPeer extends Grouped {

    private final Path directory;
    private final Journal journal;

    JournalIoPeer(Path directory, Settings settings) throws IOException {
        super(settings);
        this.directory = directory;
        journal = JournalBuilder.of(directory.toFile()).setPhysicalSync(isSynced()).open();
    }

    @Override
    void write(List<byte[]> group) throws IOException {
        int last = group.size() - 1;
        for (int i = 0; i < last; i++) {
            journal.write(group.get(i), WriteType.ASYNC);
        }
        journal.write(group.get(last), WriteType.SYNC);
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        long records = 0;
        for (Location location : journal.redo()) {
            payload.accept(ByteBuffer.wrap(location.getData()));
            records++;
        }
        return records;
    }

    @Override
    public void close() throws IOException {
        super.close();
        journal.close();
        Directories.delete(directory);
    }
}
