package dev.ringwal;

import dev.ringwal.log.Address;
import dev.ringwal.log.LogReader;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A store's reader that refuses to wait for records on a thread that the log needs to write them. */
record GuardedReader(LogReader reader, OwnThreads own) implements LogReader {

    @Override
    public boolean next() {
        return reader.next();
    }

    @Override
    public boolean next(Duration timeout) {
        if (reader.next()) {
            return true;
        }
        own.refuseToWait("a reader at the end");
        return reader.next(timeout);
    }

    @Override
    public boolean previous() {
        return reader.previous();
    }

    @Override
    public void seek(long sequence) {
        reader.seek(sequence);
    }

    @Override
    public void seek(Address address) {
        reader.seek(address);
    }

    @Override
    public void back(long sequence) {
        reader.back(sequence);
    }

    @Override
    public void requireNotTruncated() {
        reader.requireNotTruncated();
    }

    @Override
    public void seekTime(long timestampNanos) {
        reader.seekTime(timestampNanos);
    }

    @Override
    public long nextSequence() {
        return reader.nextSequence();
    }

    @Override
    public long sequence() {
        return reader.sequence();
    }

    @Override
    public String topic() {
        return reader.topic();
    }

    @Override
    public long timestampNanos() {
        return reader.timestampNanos();
    }

    @Override
    public ByteBuffer payload() {
        return reader.payload();
    }

    @Override
    public void close() {
        reader.close();
    }
}
