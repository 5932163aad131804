package dev.ringwal.bench.system;

import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The floor under every log: the producer itself makes one positional write and, if asked to, one {@code force(false)} for each group
 * of {@link Lane#IN_FLIGHT} records (one, when it appends one by one). No thread, no queue. Producers take turns at the file; each
 * fills its group before its turn.
 */
final class Raw implements Contender {

    private final RawFile file;
    private final RawRecords records;
    private final Durability durability;
    private final int payloadBytes;
    private final Lock turn = new ReentrantLock();

    Raw(Path path, long bytes, RawRecords records, Durability durability, int payloadBytes) throws IOException {
        this.file = new RawFile(path, bytes);
        this.records = records;
        this.durability = durability;
        this.payloadBytes = payloadBytes;
    }

    @Override
    public Lane lane(int producer) {
        return new RawLane();
    }

    @Override
    public long syncs() {
        return file.syncs();
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        return records.read(file, file.position(), payload);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void write(ByteBuffer group) throws IOException {
        turn.lock();
        try {
            file.write(group);
            if (durability == Durability.SYNCED) {
                file.sync();
            }
        } finally {
            turn.unlock();
        }
    }

    private final class RawLane implements Lane {

        private final ByteBuffer group = records.bufferFor(IN_FLIGHT, payloadBytes);
        private int inFlight;
        private volatile long completed;

        @Override
        public void appendAndWait(byte[] payload) throws IOException {
            append(payload);
            drain();
        }

        @Override
        public void append(byte[] payload) throws IOException {
            records.put(group, payload);
            if (++inFlight == IN_FLIGHT) {
                drain();
            }
        }

        @Override
        public void drain() throws IOException {
            if (inFlight > 0) {
                write(group.flip());
                group.clear();
                completed += inFlight;
                inFlight = 0;
            }
        }

        @Override
        public long completed() {
            return completed;
        }
    }
}
