package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.DiskFullException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Starts a command. Exit codes: 0 done, 1 failed, 2 usage. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        int exitCode = commandLine().execute(arguments);
        System.exit(System.out.checkError() ? CommandLine.ExitCode.SOFTWARE : exitCode); // nobody has the figures
    }

    static CommandLine commandLine() {
        return new CommandLine(new Compare())
                .registerConverter(SystemName.class, Main::systemName)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, given) -> reportUsage(exception, exception.getCommandLine().getErr()))
                .setExecutionExceptionHandler((exception, commandLine, parsed) -> report(exception, commandLine.getErr()));
    }

    private static SystemName systemName(String text) {
        try {
            return SystemName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int reportUsage(ParameterException exception, PrintWriter err) {
        err.println(exception.getMessage() + " (--help shows what there is)");
        return CommandLine.ExitCode.USAGE;
    }

    private static boolean isDiskFull(@Nullable Throwable failure) {
        return failure != null && (failure instanceof DiskFullException
                || String.valueOf(failure.getMessage()).contains("No space left on device") || isDiskFull(failure.getCause()));
    }

    /** What says why it gave up needs one line; anything else is a defect somewhere, and wants its trace. */
    private static int report(Exception exception, PrintWriter err) {
        if (exception instanceof GaveUpException) {
            err.println(exception.getMessage());
        } else if (exception instanceof FileSystemException) {
            err.println("the file system refuses: " + exception);
        } else if (isDiskFull(exception)) {
            err.println("the disk is full: " + exception.getMessage());
        } else {
            exception.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
