package dev.ringwal.cli;

import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists topics with their counts. Takes no lock: a writer may be at work. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        header = "List the topics of a log.",
        description = "Prints a line for each topic: how many records were appended to it, trimmed ones among them, and its name (none for the"
                + " default topic).")
final class ListTopics extends LogCommand {

    @Option(names = "--json", description = "One JSON object a line: topic, records.")
    private boolean json;

    @Override
    int run() {
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            ControlState control = log.control();
            List<String> names = control.topicNames();
            long others = 0;
            for (int number = 1; number <= names.size(); number++) {
                others += control.records(number);
            }
            print("", Math.max(0, log.lastSequence() + 1 - others));
            for (int number = 1; number <= names.size(); number++) {
                print(names.get(number - 1), control.records(number));
            }
            requireWhole(log);
        }
        return ExitCode.DONE;
    }

    private void print(String topic, long records) {
        Output out = ringwal().out();
        if (json) {
            out.line(new Json().put("topic", topic).put("records", records).toString());
        } else {
            out.line((records + " " + Printable.of(topic)).stripTrailing());
        }
    }
}
