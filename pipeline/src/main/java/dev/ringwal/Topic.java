package dev.ringwal;

import dev.ringwal.log.Address;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Records of one kind within a log, appended and read by themselves. Their sequences are the log's, so that they ascend and have gaps where
 * other topics' records are; order within a topic is the log's order. All methods may be called by any thread.
 *
 * <p>Appending costs what it costs without a topic, and 4 bytes more a record, and 4 for each frame of some 8 KiB that has records of it.
 * Reading looks at frames that have records of it only, except in segments that a crash left unfinished or that another process writes.
 */
public final class Topic implements Appender<byte[]> {

    private final Pipeline pipeline;
    private final String name;
    private final int number;
    private final Appenders appenders;
    private final Appender<byte[]> bytes;
    private final Appender<ByteBuffer> buffers;

    Topic(Pipeline pipeline, Settings settings, String name, int number) {
        this.pipeline = pipeline;
        this.name = name;
        this.number = number;
        appenders = new Appenders(pipeline, settings, number);
        bytes = appenders.bytes(settings.durability());
        buffers = appenders.buffers(settings.durability());
    }

    public String name() {
        return name;
    }

    int number() {
        return number;
    }

    /** Whether its numbers are those of the log with this pipeline. */
    boolean isOf(Pipeline other) {
        return pipeline == other;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public long append(byte[] payload) {
        return bytes.append(payload);
    }

    @Override
    public long append(byte[] payload, Duration timeout) {
        return bytes.append(payload, timeout);
    }

    @Override
    public CompletableFuture<Long> appendAsync(byte[] payload) {
        return bytes.appendAsync(payload);
    }

    @Override
    public CompletableFuture<Address> appendAddressed(byte[] payload) {
        return bytes.appendAddressed(payload);
    }

    @Override
    public void append(byte[] payload, AppendCallback callback) {
        bytes.append(payload, callback);
    }

    @Override
    public Optional<CompletableFuture<Long>> tryAppend(byte[] payload) {
        return bytes.tryAppend(payload);
    }

    @Override
    public boolean tryAppend(byte[] payload, AppendCallback callback) {
        return bytes.tryAppend(payload, callback);
    }

    /** As {@link WriteAheadLog#append(ByteBuffer)}. */
    public long append(ByteBuffer payload) {
        return buffers.append(payload);
    }

    /** As {@link WriteAheadLog#appendAsync(ByteBuffer)}. */
    public CompletableFuture<Long> appendAsync(ByteBuffer payload) {
        return buffers.appendAsync(payload);
    }

    /** As {@link WriteAheadLog#bytes}. */
    public Appender<byte[]> bytes(Durability durability) {
        return appenders.bytes(durability);
    }

    /** As {@link WriteAheadLog#buffers}. */
    public Appender<ByteBuffer> buffers(Durability durability) {
        return appenders.buffers(durability);
    }

    /** As {@link WriteAheadLog#withBytesEncoder}. */
    public <T> Appender<T> withBytesEncoder(BytesEncoder<T> encoder, Durability durability) {
        return appenders.withBytesEncoder(encoder, durability);
    }

    /** As {@link WriteAheadLog#withBufferEncoder}. */
    public <T> Appender<T> withBufferEncoder(BufferEncoder<T> encoder, Durability durability) {
        return appenders.withBufferEncoder(encoder, durability);
    }

    /**
     * A reader of its records only, whose next one is the first of them that has this sequence or a later one. For one thread at a time;
     * close it.
     */
    public LogReader reader(long fromSequence) {
        return pipeline.reader(number, WriteAheadLog.checked(fromSequence));
    }

    /** As {@link WriteAheadLog#tail}, of its records only. */
    public Tail tail(long fromSequence, RecordHandler handler) {
        return pipeline.tail(number, WriteAheadLog.checked(fromSequence), handler);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "the default topic" : name;
    }
}
