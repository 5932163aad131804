package dev.ringwal;

import dev.ringwal.log.Address;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.RecordTruncatedException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads single records. Keeps one reader for the next call; calls at the same time use readers of their own. Any thread. */
final class PointReader {

    private final LogStore store;
    private final Lifecycle lifecycle;
    private final AtomicReference<@Nullable LogReader> idle = new AtomicReference<>();

    PointReader(LogStore store, Lifecycle lifecycle) {
        this.store = store;
        this.lifecycle = lifecycle;
    }

    byte[] read(long sequence) {
        return read(sequence, reader -> reader.seek(sequence));
    }

    byte[] read(Address address) {
        return read(address.sequence(), reader -> reader.seek(address));
    }

    private byte[] read(long sequence, Consumer<LogReader> seek) {
        long durable = store.durableSequence();
        if (sequence > durable) {
            throw new NoSuchElementException("record " + sequence + " is not durable: the last that is, is " + durable);
        }
        LogReader reader = reader(sequence);
        try {
            seek.accept(reader);
            byte[] record = current(reader, sequence);
            keep(reader);
            return record;
        } catch (Throwable failure) {
            reader.close();
            throw failure;
        }
    }

    private LogReader reader(long sequence) {
        LogReader reader = idle.getAndSet(null);
        return reader == null ? store.reader(sequence) : reader;
    }

    private static byte[] current(LogReader reader, long sequence) {
        try {
            if (!reader.next()) {
                throw new NoSuchElementException("record " + sequence + " cannot be read yet");
            }
        } catch (RecordTruncatedException gone) {
            throw new NoSuchElementException("record " + sequence + " is gone: " + gone.getMessage(), gone);
        }
        ByteBuffer payload = reader.payload();
        byte[] record = new byte[payload.remaining()];
        payload.get(payload.position(), record);
        return record;
    }

    private void keep(LogReader reader) {
        if (!idle.compareAndSet(null, reader)) {
            reader.close();
        } else if (lifecycle.closed()) {
            close();
        }
    }

    /** Closes what is kept. Once the log is closed, nothing is kept from then on. */
    void close() {
        LogReader reader = idle.getAndSet(null);
        if (reader != null) {
            reader.close();
        }
    }
}
