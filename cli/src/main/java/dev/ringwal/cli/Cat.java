package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.repair.DamagedLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NoSuchElementException;
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

    @Option(names = "--topic", paramLabel = "NAME", description = "Print records of this topic only; '' is the default one.")
    private @Nullable String topic;

    @Option(names = "--consumer", paramLabel = "NAME", description = {
        "Print what this consumer has not consumed. Not with --from and --from-time."})
    private @Nullable String consumer;

    @Option(names = "--commit", description = {
        "With --consumer: commit what was printed. Opens the log for writing. A new consumer begins with the first record that is left, of"
                + " --topic if given."})
    private boolean commit;

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
        checkConsumer();
        if (commit) {
            ReadOnlyLog.open(directory(), Reach.ATTESTED).close(); // opening for writing would create what is not there
            new Consuming(directory(), String.valueOf(consumer), topic, format, ringwal().out()).run(count, follow);
            return ExitCode.DONE;
        }
        if (aroundDamage) {
            printAroundDamage();
            return ExitCode.DONE;
        }
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            if (consumer != null) {
                printNotConsumed(log, consumer);
            } else {
                print(log, first(log), topic);
            }
        }
        return ExitCode.DONE;
    }

    private void checkConsumer() {
        if (consumer != null && (from != null || fromTime != null || aroundDamage)) {
            throw wrongUsage("--consumer says where to begin: not with --from, --from-time or --around-damage");
        }
        if (topic != null && aroundDamage) {
            throw wrongUsage("--topic and --around-damage exclude each other");
        }
        if (commit && consumer == null) {
            throw wrongUsage("--commit is for --consumer");
        }
    }

    private void printNotConsumed(ReadOnlyLog log, String name) {
        ConsumerPosition position = log.control().consumer(name);
        if (position == null) {
            throw new CommandFailure("no consumer \"" + name + "\" in " + directory() + ": 'ringwal consumers' lists them, --commit makes one");
        }
        String of = position.topic() == ConsumerPosition.WHOLE_LOG ? null
                : position.topic() == RecordHead.DEFAULT_TOPIC ? "" : log.control().topicName(position.topic());
        if (topic != null && !topic.equals(of)) {
            throw new CommandFailure("consumer \"" + name + "\" consumes " + (of == null ? "the whole log" : "topic \"" + of + "\""));
        }
        print(log, notTrimmed(position.nextSequence(), log.firstSequence()), of);
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

    private void print(ReadOnlyLog log, long first, @Nullable String of) {
        CorruptLogException damage = log.damage();
        long end = follow && damage == null ? Long.MAX_VALUE : log.lastSequence() + 1;
        Output out = ringwal().out();
        long left = count;
        try (LogReader reader = reader(log, first, of)) {
            while (left > 0 && advance(reader, out) && reader.sequence() < end) {
                format.print(reader, out);
                left--;
            }
        } finally {
            out.flush(); // what precedes damage is printed
        }
        if (damage != null && left > 0) {
            throw damage;
        }
        Unproven.sayOf(log, ringwal());
    }

    private LogReader reader(ReadOnlyLog log, long first, @Nullable String of) {
        try {
            return of == null ? log.reader(first) : log.reader(of, first);
        } catch (NoSuchElementException e) {
            throw new CommandFailure("no topic \"" + of + "\" in " + directory() + ": 'ringwal topics' lists them");
        }
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
