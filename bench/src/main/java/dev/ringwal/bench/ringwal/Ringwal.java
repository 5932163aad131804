package dev.ringwal.bench.ringwal;

import dev.ringwal.LogBuilder;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Directories;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.PointReads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.log.LogReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A log with the settings that are its defaults, unless the system's name says others. Deletes the log when closed. */
final class Ringwal implements Contender {

    private final Path directory;
    private final WriteAheadLog log;
    private final Settings settings;
    private final RingwalKind kind;

    Ringwal(RingwalKind kind, List<String> options, Settings settings) throws IOException {
        this.kind = kind;
        this.settings = settings;
        directory = settings.directory().resolve("log");
        Directories.delete(directory);
        LogBuilder builder = WriteAheadLog.builder(directory).segmentBytes(settings.segmentBytes())
                .retainBytes(settings.keptBytes() + settings.segmentBytes()); // the open one counts as if it were full
        options.forEach(option -> LogOption.of(option).accept(builder));
        log = builder.open();
    }

    @Override
    public Lane lane(int producer, CompletionListener listener) {
        return kind.lane(log, producer, settings, listener);
    }

    @Override
    public long syncs() {
        return log.statistics().syncs();
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) {
        log.sync();
        long first = log.trimBefore(0); // behind whatever is dropped already
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
    public PointReads pointReads() {
        log.sync();
        return new RingwalPointReads(log);
    }

    @Override
    public void close() throws IOException {
        log.close();
        Directories.delete(directory);
    }
}
