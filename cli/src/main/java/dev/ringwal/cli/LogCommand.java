package dev.ringwal.cli;

import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.local.ReadOnlyLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command on one log: whatever it throws becomes one line that names the log. */
abstract class LogCommand implements Callable<Integer> {

    @ParentCommand
    private Ringwal ringwal;

    @Parameters(index = "0", paramLabel = "DIR", description = "The log's directory.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    /** Does the command's work; returns its exit code. */
    abstract int run() throws IOException;

    @Override
    public final Integer call() {
        if (directory.toString().isEmpty()) {
            throw wrongUsage("DIR is empty");
        }
        try {
            return run();
        } catch (OutputException | ParameterException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Failures.of(e, directory);
        }
    }

    /** What is damaged has been said as far as it goes: the command ends as one that met damage. */
    static void requireWhole(ReadOnlyLog log) {
        CorruptLogException damage = log.damage();
        if (damage != null) {
            throw damage;
        }
    }

    final Ringwal ringwal() {
        return ringwal;
    }

    final Path directory() {
        return directory;
    }

    final ParameterException wrongUsage(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
