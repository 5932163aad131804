package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.LogReader;
import java.nio.ByteBuffer;

/** How {@code cat} prints a record. */
enum RecordFormat {
    TEXT {
        @Override
        void print(LogReader record, Output out) {
            out.put(record.payload()).put('\n');
        }
    },
    HEX {
        @Override
        void print(LogReader record, Output out) {
            ByteBuffer payload = record.payload();
            while (payload.hasRemaining()) {
                out.hex(payload.get());
            }
            out.put('\n');
        }
    },
    JSON {
        private final JsonRecord json = new JsonRecord();

        @Override
        void print(LogReader record, Output out) {
            json.print(record.sequence(), record.timestampNanos(), record.payload(), out);
        }
    };

    abstract void print(LogReader record, Output out);
}
