package dev.ringwal;

import dev.ringwal.log.Durability;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Makes the appenders of one topic, one for each form of payload. Any thread. */
final class Appenders {

    private final Pipeline pipeline;
    private final Settings settings;
    private final int topic;

    Appenders(Pipeline pipeline, Settings settings, int topic) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.topic = topic;
    }

    Appender<byte[]> bytes(Durability durability) {
        return pipeline.appender(new ByteArrayPayload(topic, settings.recordLimitBytes()), durability);
    }

    Appender<ByteBuffer> buffers(Durability durability) {
        return pipeline.appender(new ByteBufferPayload(topic, settings.recordLimitBytes()), durability);
    }

    <T> Appender<T> withBytesEncoder(BytesEncoder<T> encoder, Durability durability) {
        Objects.requireNonNull(encoder, "encoder");
        return pipeline.appender(new ValuePayload<>(topic, (value, scratches) -> scratches.bytes().encode(value, encoder)), durability);
    }

    <T> Appender<T> withBufferEncoder(BufferEncoder<T> encoder, Durability durability) {
        Objects.requireNonNull(encoder, "encoder");
        return pipeline.appender(new ValuePayload<>(topic, (value, scratches) -> scratches.buffer().encode(value, encoder)), durability);
    }
}
