package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.WritableByteChannel;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above the commands: what all of them read from and write to. Does nothing by itself. */
@Command(
        name = "ringwal",
        mixinStandardHelpOptions = true,
        versionProvider = Ringwal.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A write-ahead log on disk: what is acknowledged is durable.",
        footer = {
            "",
            "'ringwal COMMAND --help' says more. 'ringwal bench' runs the benchmarks, 'ringwal soak' simulates lives of a log.",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 corruption found, 4 the log is in use."
        },
        subcommands = {
            Append.class, Cat.class, Stat.class, Verify.class, Repair.class, Trim.class, BackUp.class, ListTopics.class, ListConsumers.class,
             Demo.class, DemoJournal.class, HelpCommand.class
        })
final class Ringwal implements Runnable {

    private final InputStream in;
    private final Output out;
    private final PrintStream err;

    @Spec
    private CommandSpec spec;

    Ringwal(InputStream in, WritableByteChannel out, PrintStream err) {
        this.in = in;
        this.out = new Output(out);
        this.err = err;
    }

    /** Standard input and output as they are: no decoding, no second buffer. */
    static Ringwal ofProcess() {
        return new Ringwal(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out).getChannel(), System.err);
    }

    InputStream in() {
        return in;
    }

    Output out() {
        return out;
    }

    /** One line on standard error. */
    void say(String message) {
        err.println("ringwal: " + message.replace('\n', ' '));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ringwal " + Ringwal.class.getPackage().getImplementationVersion()};
        }
    }
}
