package dev.ringwal.cli;

import dev.ringwal.ConsumerBuilder;
import dev.ringwal.LogConsumer;
import dev.ringwal.LogRecord;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what a consumer has not consumed, and commits it once it is printed: printed at least once, whatever happens. One use. */
final class Consuming {

    private static final int RECORDS_AT_ONCE = 1000;
    private static final long BYTES_AT_ONCE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Path directory;
    private final String consumer;
    private final @Nullable String topic;
    private final RecordFormat format;
    private final Output out;

    /** @param topic what the consumer consumes, should it be new; null: the whole log */
    Consuming(Path directory, String consumer, @Nullable String topic, RecordFormat format, Output out) {
        this.directory = directory;
        this.consumer = consumer;
        this.topic = topic;
        this.format = format;
        this.out = out;
    }

    /** @param follow whether to wait for more */
    void run(long count, boolean follow) {
        try (WriteAheadLog log = WriteAheadLog.open(directory); LogConsumer from = open(log)) {
            long left = count;
            boolean more = true;
            while (left > 0 && more) {
                int most = (int) Math.min(left, RECORDS_AT_ONCE);
                List<LogRecord> records = follow ? from.poll(most, BYTES_AT_ONCE, PATIENCE) : from.poll(most, BYTES_AT_ONCE);
                records.forEach(record -> format.print(record, out));
                out.flush();
                if (!records.isEmpty()) {
                    from.commit(Durability.SYNCED).join();
                }
                left -= records.size();
                more = follow || !records.isEmpty();
            }
        }
    }

    private LogConsumer open(WriteAheadLog log) {
        try {
            ConsumerBuilder builder = log.consumer(consumer);
            return (topic == null ? builder : builder.topic(log.topic(topic))).open();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(directory + ": " + e.getMessage());
        }
    }
}
