package dev.ringwal.cli;

import dev.ringwal.LogBuilder;
import dev.ringwal.Topic;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Lines;
import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.log.Durability;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Appends the lines of a file or of standard input. Creates the log if need be. */
@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Append lines as records.",
        description = {
            "Appends each line of FILE as a record; creates the log if need be. Returns when all of them are acknowledged.",
            "A record ends before the newline; every other byte, carriage returns too, is kept as it is. On SIGINT and SIGTERM it stops"
                    + " reading, drops the unfinished batch, waits for what is under way and exits with 130 or 143."
        })
final class Append extends LogCommand {

    private static final int MAX_IN_FLIGHT = 1 << 20;

    /** What a signal waits for is a few syncs, and a segment that is sealed. */
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(30);
    /** A batch takes this, and what the longest record takes. */
    private static final long BATCH_LIMIT_BYTES = 64L << 20;
    private static final long MAX_BATCH_LIMIT_BYTES = 1L << 30;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "What to read; '-' or none: standard input.")
    private @Nullable Path file;

    @Option(names = "--durability", paramLabel = "LEVEL", defaultValue = "synced", description = {
        "synced: a record is acknowledged when a completed sync covers it. written: when the operating system has it, which survives"
                + " this process, but not the machine. Default: synced."
    })
    private Durability durability;

    @Option(names = "--topic", paramLabel = "NAME", description = "The topic of the records. Default: the default topic.")
    private String topic = "";

    @Option(names = "--max-in-flight", paramLabel = "N", defaultValue = "4096", description = {
        "How many records may be under way (with --acks: until printed), 1 to 1048576; one batch always may. Default: 4096."
    })
    private int maxInFlight;

    @Option(names = "--batch", paramLabel = "N", description = {
        "N lines at a time are one atomic batch, a shorter last one too. Default: each line for itself."
    })
    private @Nullable Integer batch;

    @Option(names = "--acks", description = "Print each sequence, one a line, when it is acknowledged.")
    private boolean acks;

    @Option(names = "--json", description = "Print an object with figures as the last line.")
    private boolean json;

    @Option(names = "--segment-bytes", paramLabel = "N", description = "The size of a segment file. Default: 67108864.")
    private @Nullable Long segmentBytes;

    @Option(names = "--record-limit-bytes", paramLabel = "N", defaultValue = "16777216", description = {
        "The longest line to take. Default: 16777216."
    })
    private int recordLimitBytes;

    @Override
    int run() {
        LogBuilder settings = settings();
        Appending appending = new Appending(maxInFlight, acks ? ringwal().out() : null);
        OrderlyExit exit = new OrderlyExit(appending::stop, this::sayOverdue, EXIT_PATIENCE);
        try {
            return report(appending, append(appending, settings));
        } finally {
            exit.close(); // not before all is said: after a signal the process ends here
        }
    }

    private void sayOverdue() {
        ringwal().say("what is under way is not done after " + EXIT_PATIENCE.toSeconds()
                + " s: ending all the same; what was acknowledged is kept");
    }

    private @Nullable CommandFailure append(Appending appending, LogBuilder settings) {
        try (InputStream in = input(); WriteAheadLog log = settings.open()) {
            Lines lines = new Lines(in, recordLimitBytes);
            appending.run(new Feeder(lines, sink(appending, log), appending.window()), log);
            return null;
        } catch (Exception | OutOfMemoryError e) {
            return AppendFailures.of(e, appending.tally(), directory());
        }
    }

    private int report(Appending appending, @Nullable CommandFailure failure) {
        if (failure == null) {
            printFigures(appending.asJson());
            return ExitCode.DONE;
        }
        String why = String.valueOf(failure.getMessage());
        ringwal().say(why);
        try {
            printFigures(appending.asJson().put("error", why));
        } catch (OutputException e) {
            // What ended the append says more.
        }
        return failure.exitCode();
    }

    private void printFigures(Json figures) {
        if (json) {
            ringwal().out().line(figures.toString());
        }
    }

    private LineSink sink(Appending appending, WriteAheadLog log) {
        Topic of = topic(log);
        return batch == null
                ? new SingleAppends(of.buffers(durability), appending.window(), appending.tally())
                : new BatchAppends(log.batches(durability), log.newBatch(), of, batch, appending.window(), appending.tally());
    }

    private Topic topic(WriteAheadLog log) {
        try {
            return log.topic(topic);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure("--topic: " + e.getMessage());
        }
    }

    /** Closing standard input, which the JVM only redirects, leaves alone a read that still waits on it. */
    private InputStream input() {
        if (file == null || file.equals(Path.of("-"))) {
            return ringwal().in();
        }
        try {
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + e.getMessage());
        }
    }

    private LogBuilder settings() {
        require("--max-in-flight", maxInFlight, 1, MAX_IN_FLIGHT);
        require("--batch", batch == null ? 1 : batch, 1, Integer.MAX_VALUE);
        MemoryBudget budget = MemoryBudget.ofThisProcess();
        int appends = (maxInFlight - 1) / (batch == null ? 1 : batch) + 1;
        LogBuilder builder = WriteAheadLog.builder(directory())
                .durability(durability)
                .ringSize(budget.ringSize(appends))
                .bytesInFlight(budget.bytesInFlight())
                .batchLimitBytes((int) Math.min(MAX_BATCH_LIMIT_BYTES, BATCH_LIMIT_BYTES + Math.max(0, recordLimitBytes)));
        set("--record-limit-bytes", () -> builder.recordLimitBytes(recordLimitBytes));
        if (segmentBytes != null) {
            set("--segment-bytes", () -> builder.segmentBytes(segmentBytes));
        }
        return builder;
    }

    private void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(option, value + " is out of range: from " + least + " to " + most);
        }
    }

    private void set(String option, Supplier<LogBuilder> setting) {
        try {
            setting.get();
        } catch (IllegalArgumentException e) {
            throw wrong(option, String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String option, String why) {
        return wrongUsage(option + ": " + why);
    }
}
