package dev.ringwal.cli;

import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.RecordGoneException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;

/** Says in one line what went wrong, why, and what to do next. */
final class Failures {

    private Failures() {
    }

    /** Of a command on this log. */
    static CommandFailure of(Throwable failure, Path directory) {
        if (failure instanceof CommandFailure known) {
            return known;
        }
        if (failure instanceof LogInUseException) {
            return new CommandFailure(ExitCode.IN_USE,
                    failure.getMessage() + ": stop it or let it finish; cat, stat and verify work meanwhile", failure);
        }
        if (failure instanceof CorruptLogException) {
            return new CommandFailure(ExitCode.CORRUPT, directory + ": " + failure.getMessage()
                    + "; nothing was changed: 'ringwal repair' says what is lost and what can be done", failure);
        }
        return new CommandFailure(ExitCode.FAILED, message(failure, directory), failure);
    }

    private static String message(Throwable failure, Path directory) {
        if (failure instanceof LogException log) {
            return directory + ": " + log.getMessage() + advice(log);
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return ofDisk(unchecked.getCause(), directory);
        }
        if (failure instanceof IOException io) {
            return ofDisk(io, directory);
        }
        return ofProgram(failure);
    }

    private static String advice(LogException failure) {
        if (failure instanceof DiskFullException) {
            return ": free space on its disk and go on";
        }
        if (failure instanceof LogFailedException) {
            return ": what was acknowledged is kept; look after the disk, then go on";
        }
        if (failure instanceof RecordGoneException gone) {
            return ": go on with --from " + gone.firstSequence();
        }
        return failure instanceof NewerFormatException ? ": use a newer ringwal" : "";
    }

    private static String ofDisk(IOException failure, Path directory) {
        if (failure instanceof NoSuchFileException missing && isNoLog(missing)
                && Objects.equals(directory.getFileName(), Path.of(missing.getFile()).getFileName())) {
            return "there is no log in " + directory + ": 'ringwal append " + directory + "' makes one";
        }
        return place(failure, directory) + ": " + reason(failure);
    }

    /** Not one of which a part is missing. */
    private static boolean isNoLog(NoSuchFileException missing) {
        return missing.getReason() == null || missing.getReason().startsWith("there is no log");
    }

    /** Of a log that could not be made. */
    static String ofMaking(IOException failure, Path directory) {
        return "cannot make a log in " + directory + ": " + place(failure, directory) + ": " + reason(failure);
    }

    private static String place(IOException failure, Path directory) {
        return failure instanceof FileSystemException known && known.getFile() != null ? known.getFile() : directory.toString();
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied: look at its owner and mode";
        }
        if (failure instanceof NotDirectoryException) {
            return "is not a directory: name the log's directory";
        }
        String message = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        if (failure instanceof NoSuchFileException && message == null) {
            return "no such file or directory";
        }
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** Of the program itself: nothing that a user can do, so it says where it happened. */
    static String ofProgram(Throwable failure) {
        if (failure instanceof OutputException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage() + "): give the JVM more, as in JDK_JAVA_OPTIONS=-Xmx1g";
        }
        StackTraceElement[] trace = failure.getStackTrace();
        return "internal error: " + failure + (trace.length == 0 ? "" : " at " + trace[0]) + ": please report it";
    }
}
