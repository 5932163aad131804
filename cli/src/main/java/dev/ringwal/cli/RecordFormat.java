package dev.ringwal.cli;

import dev.ringwal.LogRecord;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.LogReader;
import java.nio.ByteBuffer;

/** How {@code cat} prints a record. */
enum RecordFormat {
    TEXT {
        @Override
        void print(long sequence, long timestampNanos, String topic, ByteBuffer payload, Output out) {
            out.put(payload).put('\n');
        }
    },
    HEX {
        @Override
        void print(long sequence, long timestampNanos, String topic, ByteBuffer payload, Output out) {
            while (payload.hasRemaining()) {
                out.hex(payload.get());
            }
            out.put('\n');
        }
    },
    JSON {
        private final JsonRecord json = new JsonRecord();

        @Override
        void print(long sequence, long timestampNanos, String topic, ByteBuffer payload, Output out) {
            json.print(sequence, timestampNanos, topic, payload, out);
        }
    };

    void print(LogReader record, Output out) {
        print(record.sequence(), record.timestampNanos(), record.topic(), record.payload(), out);
    }

    void print(LogRecord record, Output out) {
        print(record.sequence(), record.timestampNanos(), record.topic(), ByteBuffer.wrap(record.payload()), out);
    }

    abstract void print(long sequence, long timestampNanos, String topic, ByteBuffer payload, Output out);
}
