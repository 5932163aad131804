package dev.ringwal.bench.baseline;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.GroupQueue;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * A queue, and a thread that makes one positional write and, if asked to, one {@code force(false)} of all that it finds there. No
 * checksum, no sequence, no recovery.
 */
final class RawQueue implements Contender {

    private final RawStore store;
    private final Settings settings;
    private final RawRecords records = RawRecords.plain();
    /** The writing thread's. */
    private final ByteBuffer buffer;
    private final GroupQueue queue;

    RawQueue(RawStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
        buffer = records.bufferFor(settings.producers() * settings.inFlight(), settings.payloadBytes());
        queue = new GroupQueue(this::write, settings);
    }

    @Override
    public Lane lane(int producer, CompletionListener listener) {
        return queue.lane(producer, listener);
    }

    private void write(List<byte[]> group) throws IOException {
        buffer.clear();
        for (int i = 0; i < group.size(); i++) {
            records.put(buffer, group.get(i));
        }
        store.write(buffer.flip());
        if (settings.durability() == Durability.SYNCED) {
            store.sync();
        }
    }

    @Override
    public long syncs() {
        return store.syncs();
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        return store.read(records, payload);
    }

    @Override
    public void close() throws IOException {
        queue.close();
        store.close();
    }
}
