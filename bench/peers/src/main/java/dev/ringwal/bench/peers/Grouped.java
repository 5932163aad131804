package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.GroupQueue;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.util.List;

/**
 * A system whose own call blocks until a record is synced: groups are made in front of it by one thread. What is waited for one by one
 * needs no such thread, and goes straight to the system.
 */
abstract class Grouped implements Contender {

    private final GroupQueue queue;
    private final boolean isSynced;
    private volatile long syncs;

    Grouped(Settings settings) {
        isSynced = settings.durability() == Durability.SYNCED;
        queue = new GroupQueue(this::writeInTurn, settings);
    }

    /** Writes the records and, if that is asked for, syncs them with the last. One thread at a time. */
    abstract void write(List<byte[]> group) throws IOException;

    final boolean isSynced() {
        return isSynced;
    }

    private synchronized void writeInTurn(List<byte[]> group) throws IOException {
        write(group);
        if (isSynced) {
            syncs++;
        }
    }

    @Override
    public final Lane lane(int producer, CompletionListener listener) {
        return new GroupedLane(queue.lane(producer, listener));
    }

    @Override
    public final long syncs() {
        return syncs;
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }

    private final class GroupedLane implements Lane {

        private final Lane queued;
        private volatile long direct;

        GroupedLane(Lane queued) {
            this.queued = queued;
        }

        @Override
        public void appendAndWait(byte[] payload) throws IOException {
            writeInTurn(List.of(payload));
            direct++;
        }

        @Override
        public void append(byte[] payload) throws IOException {
            queued.append(payload);
        }

        @Override
        public void drain() throws IOException {
            queued.drain();
        }

        @Override
        public long completed() {
            return direct + queued.completed();
        }
    }
}
