package dev.ringwal.cli;

import dev.ringwal.log.BackupReport;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies a log, beside a writer or without one. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        header = "Copy a log, while it is written.",
        description = {
            "Makes a copy of what is durable, a log that can be opened; a writer may be at work. It appears whole or not at all.",
            "Segments that will not change any more get a second name where both directories are on one file system, and are copied"
                    + " where they are not: with a second name both logs have the same bytes on the disk.",
            "What is damaged is not noticed: verify the copy."
        })
final class BackUp extends LogCommand {

    @Parameters(index = "1", paramLabel = "TARGET", description = "A directory that is not there yet, or empty.")
    private Path target;

    @Override
    int run() {
        if (target.toString().isEmpty()) {
            throw wrongUsage("TARGET is empty");
        }
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.ATTESTED)) {
            BackupReport report = log.backup(target);
            ringwal().out().line("first sequence  " + report.firstSequence());
            ringwal().out().line("last sequence   " + report.lastSequence());
            ringwal().out().line("segments        " + report.segments());
            ringwal().out().line("bytes copied    " + report.copiedBytes());
        }
        return ExitCode.DONE;
    }
}
