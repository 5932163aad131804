package dev.ringwal.cli;

import dev.ringwal.cli.stream.OutputException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where the process starts: runs a command and turns what comes of it into one line and an exit code. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run(Ringwal.ofProcess(), args));
    }

    static int run(Ringwal ringwal, String... args) {
        try {
            return new CommandLine(ringwal)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setUsageHelpAutoWidth(true)
                    .setExpandAtFiles(false)
                    .setParameterExceptionHandler((e, arguments) -> wrongUsage(ringwal, e))
                    .setExecutionExceptionHandler((e, line, parsed) -> failed(ringwal, e))
                    .execute(args);
        } catch (Error e) {
            return failed(ringwal, e);
        }
    }

    private static int wrongUsage(Ringwal ringwal, ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        ringwal.say(failure.getMessage() + ": see '" + command + " --help'");
        return ExitCode.USAGE;
    }

    private static int failed(Ringwal ringwal, Throwable failure) {
        if (failure instanceof OutputException output && output.readerGone()) {
            return ExitCode.DONE;
        }
        if (failure instanceof CommandFailure command) {
            ringwal.say(String.valueOf(command.getMessage()));
            return command.exitCode();
        }
        ringwal.say(Failures.ofProgram(failure));
        return ExitCode.FAILED;
    }
}
