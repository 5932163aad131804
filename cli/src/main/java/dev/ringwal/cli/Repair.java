package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.repair.Gap;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Explains what is damaged, and does what it is told to about it; no more. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        header = "Explain damage, and what can be done about it.",
        description = {
            "Says what of a log is damaged and which records are lost, and changes nothing. Exits with 0 when nothing is, else with 3.",
            "With an option it does what that says, and exits with 0 when it is done. No damaged file is changed or deleted."
        })
final class Repair extends LogCommand {

    @ArgGroup
    private @Nullable What what;

    /** What to do; one thing at a time. */
    static final class What {

        @Option(names = "--truncate-at", paramLabel = "SEQ", description = {
            "End the log in front of this record, and give it up with all that follow. The log can be opened again.",
            "Files that then belong to it no more are kept, as NAME.seg.damaged; a state that cannot be read as state.damaged."
        })
        @Nullable Long truncateAt;

        @Option(names = "--salvage", paramLabel = "INTO", description = {
            "Copy every record that can be verified into a new log in this directory, which must be empty or not exist.",
            "Records are numbered anew there, without gaps."
        })
        @Nullable Path salvageInto;
    }

    @Override
    int run() throws IOException {
        if (what != null && what.truncateAt != null && what.truncateAt < 1) {
            throw wrongUsage("--truncate-at " + what.truncateAt + " is out of range: the least is 1");
        }
        if (what != null && what.salvageInto != null && what.salvageInto.toString().isEmpty()) {
            throw wrongUsage("--salvage names no directory");
        }
        CorruptLogException damage = damage();
        DamagedLog log = DamagedLog.open(directory());
        if (what == null) {
            return explain(damage, log);
        }
        return what.truncateAt != null ? truncate(log, what.truncateAt) : salvage(log, what.salvageInto);
    }

    private @Nullable CorruptLogException damage() {
        try (ReadOnlyLog log = ReadOnlyLog.open(directory(), Reach.RECOVERABLE)) {
            return log.verify(bytes -> { }).damage();
        } catch (CorruptLogException damage) {
            return damage;
        }
    }

    private int explain(@Nullable CorruptLogException damage, DamagedLog log) throws IOException {
        Output out = ringwal().out();
        if (damage == null && log.gaps().isEmpty()) {
            out.line("intact      yes");
            out.line("records     " + log.records());
            return ExitCode.DONE;
        }
        out.line("intact      no");
        if (damage != null) {
            out.line("damage      " + damage.getMessage());
        }
        out.line("records     " + log.records() + " can be verified" + range(log));
        printGaps(log, out);
        long first = log.gaps().isEmpty() ? log.lastSequence() + 1 : log.gaps().get(0).firstSequence();
        if (first > 0 && (damage == null ? log.canTruncateBefore(first) : log.canMendByTruncatingBefore(first, damage))) {
            out.line("truncating  --truncate-at " + first + " keeps the records before it in place and gives up "
                    + log.recordsFrom(first) + " that can be verified");
        } else if (log.gaps().isEmpty()) {
            out.line("truncating  does not help: " + (log.records() == 0 ? "no record can be verified"
                    : "no record is known to be lost, and the damage is in front of the last one"));
        }
        out.line("salvaging   --salvage INTO copies " + log.records() + " records into a new log");
        return ExitCode.CORRUPT;
    }

    private static String range(DamagedLog log) {
        return log.records() == 0 ? "" : ", " + log.firstSequence() + " to " + log.lastSequence();
    }

    private static void printGaps(DamagedLog log, Output out) {
        for (Gap gap : log.gaps()) {
            out.line("lost        " + gap);
        }
    }

    private int truncate(DamagedLog log, long sequence) throws IOException {
        long givenUp = log.recordsFrom(sequence);
        try {
            log.truncateBefore(sequence);
        } catch (IllegalArgumentException impossible) {
            throw new CommandFailure(impossible.getMessage());
        }
        ringwal().out().line("truncated   " + directory() + " ends with record " + (sequence - 1) + "; given up were " + givenUp
                + " that could be verified");
        return ExitCode.DONE;
    }

    private int salvage(DamagedLog log, Path into) throws IOException {
        try {
            log.salvage(into);
        } catch (FileAlreadyExistsException there) {
            throw new CommandFailure(there.getFile() + ": " + there.getReason());
        }
        Output out = ringwal().out();
        out.line("salvaged    " + log.records() + " records into " + into + ", numbered from 0");
        printGaps(log, out);
        return ExitCode.DONE;
    }
}
