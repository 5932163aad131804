package dev.ringwal.bench.system;

import dev.ringwal.log.Durability;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * What one would write by hand in an afternoon: producers put payloads on a bounded queue; one writer thread drains it, makes one
 * positional write and, if asked to, one {@code force(false)} of all that it found, and completes it, once for each producer. No
 * checksum, no sequence, no recovery.
 */
final class RawQueue implements Contender {

    private static final byte[] STOP = {};

    private final BlockingQueue<byte[]> queue;
    private final RawFile file;
    private final RawRecords records = RawRecords.plain();
    private final Durability durability;
    private final Window[] windows;
    private final Thread writer;
    /** All that can be in flight. */
    private final int groupLimit;
    /** The writer's. */
    private final ByteBuffer buffer;
    private final int[] completed;

    RawQueue(Path path, long bytes, Durability durability, int payloadBytes, int producers) throws IOException {
        this.file = new RawFile(path, bytes);
        this.durability = durability;
        groupLimit = producers * Lane.IN_FLIGHT;
        queue = new ArrayBlockingQueue<>(groupLimit);
        buffer = records.bufferFor(groupLimit, payloadBytes);
        completed = new int[producers];
        windows = new Window[producers];
        for (int producer = 0; producer < producers; producer++) {
            windows[producer] = new Window();
        }
        writer = new Thread(this::run, "raw-queue-writer");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public Lane lane(int producer) {
        return new QueueLane(windows[producer]);
    }

    private void run() {
        List<byte[]> group = new ArrayList<>(groupLimit);
        try {
            while (take(group)) {
                write(group);
                complete(group);
                group.clear();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            for (Window window : windows) {
                window.fail(e);
            }
        }
    }

    /** Waits for a record, then takes all there are; false once it was told to stop. */
    private boolean take(List<byte[]> group) throws InterruptedException {
        byte[] first = queue.take();
        group.add(first);
        queue.drainTo(group, groupLimit - 1);
        return first != STOP;
    }

    private void write(List<byte[]> group) throws IOException {
        buffer.clear();
        for (int i = 0; i < group.size(); i++) {
            records.put(buffer, group.get(i));
        }
        file.write(buffer.flip());
        if (durability == Durability.SYNCED) {
            file.sync();
        }
    }

    private void complete(List<byte[]> group) {
        for (int i = 0; i < group.size(); i++) {
            completed[Payloads.producerOf(group.get(i))]++;
        }
        for (int producer = 0; producer < completed.length; producer++) {
            if (completed[producer] > 0) {
                windows[producer].complete(completed[producer]);
                completed[producer] = 0;
            }
        }
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
        put(STOP);
        try {
            writer.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        file.close();
    }

    private void put(byte[] payload) throws IOException {
        try {
            queue.put(payload);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Nobody interrupts; if somebody does, the run is over. */
    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return (IOException) new InterruptedIOException("interrupted while waiting").initCause(cause);
    }

    private final class QueueLane implements Lane {

        private final Window window;

        QueueLane(Window window) {
            this.window = window;
        }

        @Override
        public void appendAndWait(byte[] payload) throws IOException {
            append(payload);
            drain();
        }

        @Override
        public void append(byte[] payload) throws IOException {
            window.enter();
            put(payload);
        }

        @Override
        public void drain() throws IOException {
            window.drain();
        }

        @Override
        public long completed() {
            return window.completed();
        }
    }
}
