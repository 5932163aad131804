package dev.ringwal.cli;

import dev.ringwal.LogConsumer;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.Durability;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists consumers; moves or deletes one. Takes the writer's lock only for that. */
@Command(
        name = "consumers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "List the consumers of a log, move or delete one.",
        description = {
            "Prints a line for each consumer: its committed position, how many sequences it lies behind the end, its name, and its topic (none:"
                    + " it consumes the whole log).",
            "With --seek or --delete it opens the log for writing, and changes that one."
        })
final class ListConsumers extends LogCommand {

    @Option(names = "--json", description = "One JSON object a line: consumer, topic (null: the whole log), next_sequence, lag.")
    private boolean json;

    @Option(names = "--seek", paramLabel = "NAME", description = "Commit another position for this consumer. With --to.")
    private @Nullable String seek;

    @Option(names = "--to", paramLabel = "SEQ", description = "The first sequence that it has not consumed; or 'start', or 'end'.")
    private @Nullable String to;

    @Option(names = "--delete", paramLabel = "NAME", description = "Forget this consumer, which then holds nothing back any more.")
    private @Nullable String delete;

    @Override
    int run() {
        if ((seek == null) != (to == null)) {
            throw wrongUsage("--seek and --to belong together");
        }
        if (seek != null && delete != null) {
            throw wrongUsage("--seek and --delete exclude each other");
        }
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            if (seek == null && delete == null) {
                list(log);
                requireWhole(log);
                return ExitCode.DONE;
            }
            requireWhole(log);
            requireKnown(log, seek == null ? delete : seek);
        }
        change();
        return ExitCode.DONE;
    }

    private void requireKnown(ReadOnlyLog log, @Nullable String name) {
        if (log.control().consumers().get(String.valueOf(name)) == null) {
            throw new CommandFailure("no consumer \"" + name + "\" in " + directory() + ": 'ringwal consumers' lists them");
        }
    }

    private void change() {
        try (WriteAheadLog log = WriteAheadLog.open(directory())) {
            if (delete != null) {
                log.deleteConsumer(delete);
            } else {
                seek(log, String.valueOf(seek), String.valueOf(to));
            }
        }
    }

    private void seek(WriteAheadLog log, String name, String position) {
        try (LogConsumer consumer = log.consumer(name).open()) {
            switch (position) {
                case "start" -> consumer.seekToStart();
                case "end" -> consumer.seekToEnd();
                default -> consumer.seek(sequence(position));
            }
            consumer.commit(Durability.SYNCED).join();
            ringwal().out().line("next sequence  " + consumer.committed());
        }
    }

    private long sequence(String position) {
        try {
            return Long.parseUnsignedLong(position) < 0 ? refuse(position) : Long.parseLong(position);
        } catch (NumberFormatException e) {
            return refuse(position);
        }
    }

    private long refuse(String position) {
        throw wrongUsage("--to " + position + " is no sequence, and not 'start' or 'end'");
    }

    private void list(ReadOnlyLog log) {
        ControlState control = log.control();
        control.consumers().forEach((name, position) ->
                print(name, position, Math.max(0, log.lastSequence() + 1 - position.nextSequence()), control));
    }

    private void print(String name, ConsumerPosition position, long lag, ControlState control) {
        Output out = ringwal().out();
        String topic = topic(position.topic(), control);
        if (json) {
            Json line = new Json().put("consumer", name);
            out.line((topic == null ? line.putNull("topic") : line.put("topic", topic))
                    .put("next_sequence", position.nextSequence()).put("lag", lag).toString());
        } else {
            out.line((position.nextSequence() + " " + lag + " " + Printable.of(name)
                    + (topic == null ? "" : " " + Printable.of(topic))).stripTrailing());
        }
    }

    private static @Nullable String topic(int number, ControlState control) {
        return number == ConsumerPosition.WHOLE_LOG ? null : number == RecordHead.DEFAULT_TOPIC ? "" : control.topicName(number);
    }
}
