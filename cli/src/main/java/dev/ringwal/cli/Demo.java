package dev.ringwal.cli;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.cli.demo.DemoDirectory;
import dev.ringwal.cli.demo.LatencyChart;
import dev.ringwal.cli.demo.Proof;
import dev.ringwal.cli.demo.Victim;
import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.log.LogReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Kills a process under load and proves that nothing it had acknowledged is lost. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "Kill a process under load; prove that nothing acknowledged is lost.",
        description = {
            "Starts a process that journals orders from several threads, each acknowledged when a sync covers it; kills it with SIGKILL"
                    + " after some seconds; opens the log again and compares it record by record with what was acknowledged."
        })
final class Demo implements Callable<Integer> {

    private static final int MAX_THREADS = 64;

    @ParentCommand
    private Ringwal ringwal;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "demo-log", description = {
        "Where: a directory that does not exist yet, and is removed again. Default: ./demo-log."
    })
    private Path directory;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "How long until the kill. Default: 5.")
    private int seconds;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "4", description = "How many threads append. Default: 4.")
    private int threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || threads < 1 || threads > MAX_THREADS) {
            throw new ParameterException(spec.commandLine(), "--seconds is 1 or more, --threads from 1 to " + MAX_THREADS);
        }
        try {
            return demonstrate(place());
        } catch (OutputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Failures.of(e, directory);
        }
    }

    private int demonstrate(DemoDirectory place) throws IOException, InterruptedException {
        Victim victim = Victim.start(Main.class, List.of("demo-journal", place.log().toString(), "--threads", "" + threads));
        Thread cleaner = new Thread(() -> clean(victim, place), "ringwal-demo-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        boolean loaded = load(victim, place.usableBytes());
        if (cleaner.getState() != Thread.State.NEW) {
            return ExitCode.FAILED; // a signal: the process is ending with a code of its own
        }
        if (!loaded) {
            throw new CommandFailure("the journal ended by itself, see above: try again, or elsewhere with --dir");
        }
        say("killed process " + victim.pid() + " with SIGKILL while it was appending");
        Proof proof = prove(victim, place);
        if (!proof.holds()) {
            Runtime.getRuntime().removeShutdownHook(cleaner);
            throw new CommandFailure("the proof failed: the log is kept in " + place.log() + ": please report it");
        }
        say("Nothing that was acknowledged is lost.");
        return ExitCode.DONE;
    }

    private DemoDirectory place() {
        try {
            DemoDirectory place = DemoDirectory.create(directory);
            String disk = place.fileSystem();
            say(threads + " threads journal orders in " + directory + " (" + disk + "), each acknowledged when a sync covers it");
            if (disk.equals("tmpfs")) {
                ringwal.say(directory + " is in memory, where a sync costs nothing: run the demo on a disk for real figures");
            }
            return place;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(directory + " exists already and is not the demo's: remove it, or name another with --dir");
        } catch (IOException e) {
            throw new CommandFailure("cannot make " + directory + " (" + e + "): run the demo where you can write, or use --dir");
        }
    }

    /** False when the process ended before it was killed. */
    private boolean load(Victim victim, long usableBytes) throws IOException, InterruptedException {
        boolean loaded = new DemoLoad(victim, ringwal.out(), usableBytes).watch(seconds);
        victim.kill();
        victim.awaitReports();
        return loaded;
    }

    private Proof prove(Victim victim, DemoDirectory place) {
        try (WriteAheadLog log = WriteAheadLog.open(place.log()); LogReader reader = log.reader(0)) {
            DemoReport report = new DemoReport(ringwal.out());
            report.recovered(log.recovery());
            Proof proof = Proof.of(reader, victim.witness(), threads);
            report.proved(proof);
            LatencyChart.lines(victim.witness().latencyNanos()).forEach(line -> say("  " + line));
            return proof;
        }
    }

    private void say(String line) {
        ringwal.out().line(line);
    }

    private void clean(Victim victim, DemoDirectory place) {
        try {
            victim.kill();
            place.delete();
        } catch (IOException | InterruptedException e) {
            ringwal.say("cannot remove " + directory + " (" + e + "): remove it by hand");
        }
    }
}
