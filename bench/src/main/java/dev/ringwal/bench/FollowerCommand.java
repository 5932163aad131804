package dev.ringwal.bench;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads what another process appends, and prints how long each record took. */
@Command(name = FollowerCommand.NAME, hidden = true)
final class FollowerCommand implements Callable<Integer> {

    static final String NAME = "follower";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double MICRO = 1000;

    @Option(names = "--directory", required = true)
    Path directory = Path.of("");

    @Option(names = "--ready", required = true)
    Path ready = Path.of("");

    @Option(names = "--records", required = true)
    int records;

    private final Histogram sinceAppend = new Histogram(3);
    private final Histogram sinceAcknowledgement = new Histogram(3);

    @Override
    public Integer call() throws IOException {
        JavaProcess.endWithParent();
        try (ReadOnlyLog log = ReadOnlyLog.open(directory, Reach.ATTESTED); LogReader reader = log.reader(0)) {
            Files.createFile(ready);
            long received = 0;
            for (int i = 0; i <= records; i++) {
                if (!reader.next(PATIENCE)) {
                    throw new GaveUpException("no record came for " + PATIENCE);
                }
                long before = received;
                received = System.nanoTime();
                ByteBuffer record = reader.payload();
                sinceAppend.recordValue(Math.max(0, received - record.getLong()));
                if (i > 0) { // of the one before; the reader may be told sooner than the writer's thread is awake
                    sinceAcknowledgement.recordValue(Math.max(0, before - record.getLong()));
                }
            }
        }
        Table table = new Table().row("read by another process", "p50 us", "p99 us", "p99.9 us", "max us");
        row(table, "after the append began", sinceAppend);
        row(table, "after it was acknowledged", sinceAcknowledgement);
        System.out.print(table);
        return 0;
    }

    private static void row(Table table, String what, Histogram histogram) {
        table.row(what, micros(histogram.getValueAtPercentile(50)), micros(histogram.getValueAtPercentile(99)),
                micros(histogram.getValueAtPercentile(99.9)), micros(histogram.getMaxValue()));
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / MICRO);
    }
}
