package dev.ringwal.bench.baseline;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The floor under every log: the producer itself makes one positional write and, if asked to, one {@code force(false)} for each group
 * of {@link Settings#inFlight} records (one, when it appends one by one). No thread, no queue. Producers take turns at the file; each
 * fills its group before its turn.
 */
final class Raw implements Contender {

    private final RawStore store;
    private final RawRecords records;
    private final Settings settings;
    private final Lock turn = new ReentrantLock();

    Raw(RawStore store, RawRecords records, Settings settings) {
        this.store = store;
        this.records = records;
        this.settings = settings;
    }

    @Override
    public Lane lane(int producer, CompletionListener listener) {
        return new RawLane(listener);
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
        store.close();
    }

    private void write(ByteBuffer group) throws IOException {
        turn.lock();
        try {
            store.write(group);
            if (settings.durability() == Durability.SYNCED) {
                store.sync();
            }
        } finally {
            turn.unlock();
        }
    }

    private final class RawLane implements Lane {

        private final CompletionListener listener;
        private final int limit = settings.inFlight();
        private final ByteBuffer group = records.bufferFor(limit, settings.payloadBytes());
        private int inFlight;
        private volatile long completed;

        RawLane(CompletionListener listener) {
            this.listener = listener;
        }

        @Override
        public void appendAndWait(byte[] payload) throws IOException {
            append(payload);
            drain();
        }

        @Override
        public void append(byte[] payload) throws IOException {
            records.put(group, payload);
            if (++inFlight == limit) {
                drain();
            }
        }

        @Override
        public void flush() throws IOException {
            drain();
        }

        @Override
        public void drain() throws IOException {
            if (inFlight > 0) {
                write(group.flip());
                group.clear();
                completed += inFlight;
                inFlight = 0;
                listener.completed(completed);
            }
        }

        @Override
        public long completed() {
            return completed;
        }
    }
}
