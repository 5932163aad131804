package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Starts a command. Exit codes: 0 done, 1 failed, 2 usage. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
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

    /** What says why it gave up needs one line; anything else is a defect somewhere, and wants its trace. */
    private static int report(Exception exception, PrintWriter err) {
        if (exception instanceof GaveUpException) {
            err.println(exception.getMessage());
        } else if (exception instanceof FileSystemException) {
            err.println("the file system refuses: " + exception);
        } else {
            exception.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
