package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.repair.DamagedLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints records. Takes no lock: a writer may be at work, and can be followed. */
@Command(
        name = "cat",
        mixinStandardHelpOptions = true,
        header = "Print records.",
        description = {
            "Prints the records of a log, up to the last one that is durable when it starts.",
            "With no writer alive it goes on to what the next one would keep, and says on standard error how much of that is not proven"
                    + " durable."
        })
final class Cat extends LogCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Option(names = "--from", paramLabel = "SEQ", description = "The first sequence to print. Default: the first there is.")
    private @Nullable Long from;

    @Option(names = "--from-time", paramLabel = "TIME", description = {
        "Print what was written then or later: 2026-11-26T09:30:00Z. Not with --from."})
    private @Nullable Instant fromTime;

    @Option(names = "--count", paramLabel = "N", description = "Print so many records at most.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--follow", description = "Wait for what is appended later, and print it as soon as it is durable.")
    private boolean follow;

    @Option(names = "--around-damage", description = "Of a damaged log, print all that can be verified, over the gaps. Not with --follow.")
    private boolean aroundDamage;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = {
        "text: the payload and a newline. hex: likewise, in lower case.",
        "json: an object with sequence, timestamp (nanoseconds since 1970), and payload if it is valid UTF-8, else payload_base64."
                + " Default: text."
    })
    private RecordFormat format;

    @Override
    int run() throws IOException {
        requireNotNegative("--count", count);
        requireNotNegative("--from", from == null ? 0 : from);
        if (from != null && fromTime != null) {
            throw wrongUsage("--from and --from-time exclude each other");
        }
        if (aroundDamage) {
            printAroundDamage();
            return ExitCode.DONE;
        }
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            print(log, first(log));
        }
        return ExitCode.DONE;
    }

    private long first(ReadOnlyLog log) {
        if (fromTime != null) {
            try (LogReader reader = log.reader(log.firstSequence())) {
                reader.seekTime(nanos(fromTime));
                return reader.next() ? reader.sequence() : log.lastSequence() + 1;
            }
        }
        return from == null ? log.firstSequence() : notTrimmed(from, log.firstSequence());
    }

    private long nanos(Instant time) {
        try {
            return ChronoUnit.NANOS.between(Instant.EPOCH, time);
        } catch (ArithmeticException e) {
            throw wrongUsage("--from-time " + time + " is out of range: a log has times from 1677 to 2262");
        }
    }

    private void printAroundDamage() throws IOException {
        if (follow) {
            throw wrongUsage("--around-damage and --follow exclude each other");
        }
        DamagedLog log = DamagedLog.open(directory());
        Output out = ringwal().out();
        try (LogReader reader = log.reader(from == null ? 0 : from)) {
            if (fromTime != null) {
                reader.seekTime(nanos(fromTime));
            }
            for (long left = count; left > 0 && reader.next(); left--) {
                format.print(reader, out);
            }
        } finally {
            out.flush();
        }
        log.gaps().forEach(gap -> ringwal().say("records are lost: " + gap));
    }

    private void requireNotNegative(String option, long value) {
        if (value < 0) {
            throw wrongUsage(option + " " + value + " is out of range: the least is 0");
        }
    }

    private long notTrimmed(long sequence, long first) {
        if (sequence < first) {
            throw new CommandFailure("record " + sequence + " was trimmed from " + directory() + ": the first that is left is " + first);
        }
        return sequence;
    }

    private void print(ReadOnlyLog log, long first) {
        CorruptLogException damage = log.damage();
        long asked = count > Long.MAX_VALUE - first ? Long.MAX_VALUE : first + count;
        long end = Math.min(asked, follow && damage == null ? Long.MAX_VALUE : log.lastSequence() + 1);
        Output out = ringwal().out();
        try (LogReader reader = log.reader(first)) {
            for (long sequence = first; sequence < end && advance(reader, out); sequence++) {
                format.print(reader, out);
            }
        } finally {
            out.flush(); // what precedes damage is printed
        }
        if (damage != null && end < asked) {
            throw damage;
        }
        Unproven.sayOf(log, ringwal());
    }

    private boolean advance(LogReader reader, Output out) {
        if (reader.next()) {
            return true;
        }
        out.flush();
        boolean found = false;
        while (follow && !found) {
            found = reader.next(PATIENCE);
        }
        return found;
    }
}
