package dev.ringwal.cli;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops whole segments at the front. Opens the log for writing. */
@Command(
        name = "trim",
        mixinStandardHelpOptions = true,
        header = "Drop whole segments at the front.",
        description = "Drops the segments whose records all lie before a sequence, and prints the first sequence that is left.")
final class Trim extends LogCommand {

    @Option(names = "--before", required = true, paramLabel = "SEQ", description = "Records from this one on are kept.")
    private long before;

    @Override
    int run() {
        if (before < 0) {
            throw wrongUsage("--before " + before + " is no sequence: the least is 0");
        }
        ReadOnlyLog.open(directory(), Reach.ATTESTED).close(); // opening for writing would create what is not there
        try (WriteAheadLog log = WriteAheadLog.open(directory())) {
            ringwal().out().line("first sequence  " + log.trimBefore(before));
        }
        return ExitCode.DONE;
    }
}
