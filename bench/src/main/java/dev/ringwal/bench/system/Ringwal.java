package dev.ringwal.bench.system;

import dev.ringwal.LogBuilder;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A log with the settings that are its defaults, unless the system's name says others. Deletes the log when closed. */
final class Ringwal implements Contender {

    private final Path directory;
    private final WriteAheadLog log;
    private final Settings settings;
    private final boolean futures;
    private final Trimmer trimmer;

    Ringwal(SystemName name, Settings settings) throws IOException {
        this.settings = settings;
        futures = name.kind() == SystemKind.RINGWAL_FUTURES;
        directory = settings.directory().resolve("log");
        Directories.delete(directory);
        LogBuilder builder = WriteAheadLog.builder(directory);
        if (name.layout() != null) {
            builder.threadLayout(name.layout());
        }
        if (name.waiting() != null) {
            builder.waiting(name.waiting());
        }
        log = builder.open();
        trimmer = new Trimmer(log, settings.payloadBytes());
    }

    @Override
    public Lane lane(int producer) {
        return futures ? new FutureLane(log.bytes(settings.durability())) : new CallbackLane(log.bytes(settings.durability()));
    }

    @Override
    public long syncs() {
        return log.statistics().syncs();
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) {
        trimmer.close();
        log.sync();
        long first = log.firstSequence();
        long next = first;
        try (LogReader reader = log.reader(first)) {
            while (reader.next()) {
                if (reader.sequence() != next) {
                    throw new IllegalStateException("read sequence " + reader.sequence() + " instead of " + next);
                }
                payload.accept(reader.payload());
                next++;
            }
        }
        if (next != log.durableSequence() + 1) {
            throw new IllegalStateException("read up to sequence " + next + ", durable to " + log.durableSequence());
        }
        return next - first;
    }

    @Override
    public void close() throws IOException {
        trimmer.close();
        log.close();
        Directories.delete(directory);
    }
}
