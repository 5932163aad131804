package dev.ringwal.bench.system;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Group commit as one would write it by hand in an afternoon: producers put payloads on a bounded queue; one writer thread drains it,
 * has all that it found written at once, and completes it, once for each producer.
 */
public final class GroupQueue implements AutoCloseable {

    private static final byte[] STOP = {};

    private final BlockingQueue<byte[]> queue;
    private final GroupWriter writer;
    private final int inFlight;
    private final Window[] windows;
    private final Thread thread;
    /** All that can be in flight. */
    private final int groupLimit;
    /** The writing thread's. */
    private final int[] completed;

    public GroupQueue(GroupWriter writer, Settings settings) {
        this.writer = writer;
        inFlight = settings.inFlight();
        groupLimit = settings.producers() * inFlight;
        queue = new ArrayBlockingQueue<>(groupLimit);
        completed = new int[settings.producers()];
        windows = new Window[settings.producers()];
        thread = new Thread(this::run, "group-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** A producer's way in. Its payloads say which producer they are of. */
    public Lane lane(int producer, CompletionListener listener) {
        windows[producer] = new Window(inFlight, listener); // the queue shows it to the writing thread
        return new QueueLane(windows[producer]);
    }

    private void run() {
        List<byte[]> group = new ArrayList<>(groupLimit);
        try {
            while (take(group)) {
                writer.write(group);
                complete(group);
                group.clear();
            }
        } catch (Throwable e) {
            for (Window window : windows) {
                if (window != null) {
                    window.fail(e);
                }
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

    private void complete(List<byte[]> group) {
        for (int i = 0; i < group.size(); i++) {
            completed[Payloads.producerOf(group.get(i))]++;
        }
        for (int producer = 0; producer < completed.length; producer++) {
            if (completed[producer] > 0) {
                windows[producer].completeGroup(completed[producer]);
                completed[producer] = 0;
            }
        }
    }

    /** Returns when the writing thread has ended. All lanes must be drained. */
    @Override
    public void close() throws IOException {
        put(STOP);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
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
