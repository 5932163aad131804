package dev.ringwal.cli;

import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.local.LogFacts;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what a log holds. Takes no lock: a writer may be at work. */
@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        header = "Say what a log holds.",
        description = "Says what a log holds: sequences, segments, sizes, times, torn bytes, and who writes it.")
final class Stat extends LogCommand {

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    int run() {
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            LogFacts facts = log.facts();
            if (json) {
                ringwal().out().line(asJson(facts).toString());
            } else {
                print(facts, ringwal().out());
            }
            Unproven.sayOf(log, ringwal());
            requireWhole(log);
        }
        return ExitCode.DONE;
    }

    private static Json asJson(LogFacts facts) {
        return new Json()
                .put("first_sequence", facts.firstSequence())
                .put("last_sequence", facts.lastSequence())
                .put("segments", facts.segments())
                .put("bytes", facts.bytes())
                .put("torn_bytes", facts.tornBytes())
                .put("writer_pid", facts.writerPid());
    }

    private static void print(LogFacts facts, Output out) {
        out.line("first sequence  " + facts.firstSequence());
        out.line("last sequence   " + facts.lastSequence());
        out.line("first written   " + time(facts.firstNanos()));
        out.line("last written    " + time(facts.lastNanos()));
        out.line("segments        " + facts.segments());
        out.line("bytes           " + facts.bytes());
        out.line("torn bytes      " + facts.tornBytes());
        out.line("writer          " + (facts.writerPid() == 0 ? "none" : "process " + facts.writerPid()));
    }

    private static String time(long nanos) {
        return nanos == 0 ? "never" : Instant.ofEpochSecond(0, nanos).toString();
    }
}
