package dev.ringwal.cli;

import dev.ringwal.cli.stream.LineTooLongException;
import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.RecordTooLargeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says of an append that ended early how far it came, and how to go on from there. */
final class AppendFailures {

    private AppendFailures() {
    }

    static CommandFailure of(Throwable failure, Tally tally, Path directory) {
        if (failure instanceof LineTooLongException) {
            return early(failure.getMessage(), tally, "append the rest with a larger --record-limit-bytes", failure);
        }
        if (failure instanceof RecordTooLargeException) {
            return early(failure.getMessage(), tally, "append the rest with a smaller --batch", failure);
        }
        if (failure instanceof DiskFullException) {
            return early(directory + ": " + failure.getMessage(), tally, "free space on its disk, then append the rest", failure);
        }
        if (failure instanceof LogFailedException) {
            return early(directory + ": " + failure.getMessage(), tally, "look after the disk, then append the rest", failure);
        }
        if (failure instanceof OutputException output) {
            return early(output.readerGone() ? "standard output was closed" : failure.getMessage(), tally, "append the rest", failure);
        }
        if (failure instanceof IOException) {
            return early("cannot read the input: " + failure.getMessage(), tally, "append the rest", failure);
        }
        if (failure instanceof OutOfMemoryError) {
            return early("out of memory", tally, "append the rest with a larger heap, as in JDK_JAVA_OPTIONS=-Xmx1g", failure);
        }
        if (failure instanceof UncheckedIOException opening && opening.getCause() instanceof NoSuchFileException missing) {
            return new CommandFailure(ExitCode.FAILED, Failures.ofMaking(missing, directory), failure);
        }
        return Failures.of(failure, directory);
    }

    private static CommandFailure early(@Nullable String what, Tally tally, String next, Throwable cause) {
        return new CommandFailure(ExitCode.FAILED, what + "; " + soFar(tally) + ": " + next, cause);
    }

    private static String soFar(Tally tally) {
        long records = tally.records();
        String text = records + (records == 1 ? " record was" : " records were") + " acknowledged";
        if (tally.recordsAfterFailure() > 0) {
            return text + ", " + tally.recordsAfterFailure() + " of them from behind the line that failed";
        }
        LogException failure = tally.failure();
        boolean unknown = failure != null && failure.outcome() == Outcome.UNKNOWN;
        return text + (unknown ? ", some behind them may be in the log too" : "");
    }
}
