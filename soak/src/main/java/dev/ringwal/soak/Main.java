package dev.ringwal.soak;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringwal soak}. Exit codes: 0 every history held, 1 one did not, 2 usage. */
@Command(name = "soak", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = {"Runs simulated lives of a log, on a simulated disk, for as long as asked: appends, batches, reads, trims, closes, crashes,"
            + " power cuts, failing and full disks. The first that breaks a promise is printed with its seed, which replays it exactly."})
public final class Main implements Callable<Integer> {

    private static final long REPORT_NANOS = 10_000_000_000L;

    @Option(names = "--seconds", paramLabel = "S", description = "How long.", defaultValue = "60")
    long seconds;

    @Option(names = "--from", paramLabel = "SEED", description = "The first seed; others follow it. Default: by the clock.")
    @Nullable Long from;

    @Option(names = "--without-powersafe-overwrite", description = {
        "On a disk that spoils synced bytes beside those that it was writing when the power went. No log that goes on in a sector which it"
            + " has synced survives that always: how many histories break is printed."})
    boolean withoutPowersafeOverwrite;

    @Option(names = "--replay", paramLabel = "SEED", description = "Runs this one history only.")
    @Nullable Long replay;

    @Spec
    CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--seconds " + seconds + " is below 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        return replay == null ? soak(out, from == null ? System.currentTimeMillis() << 20 : from) : replay(out, replay);
    }

    private int replay(PrintWriter out, long seed) {
        Coverage coverage = new Coverage();
        try {
            new History(seed, withoutPowersafeOverwrite ? List.of(Ending.POWER_CUT_DESTROYS) : Ending.ASSUMED, coverage).run();
        } catch (AssertionError | RuntimeException broken) {
            broken.printStackTrace(out);
            return CommandLine.ExitCode.SOFTWARE;
        }
        out.print(coverage);
        out.println("every promise held");
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private int soak(PrintWriter out, long firstSeed) {
        out.println("seeds from " + firstSeed);
        Deadline deadline = new Deadline(Duration.ofSeconds(seconds));
        if (withoutPowersafeOverwrite) {
            return countBroken(out, firstSeed, deadline);
        }
        Simulation simulation = new Simulation(firstSeed, Ending.ASSUMED);
        simulation.run(() -> {
            deadline.report(out, simulation.done());
            return !deadline.isOver();
        });
        out.print(simulation.coverage());
        out.printf("%,.0f histories a second%n", simulation.done() / deadline.elapsedSeconds());
        Simulation.Failure failure = simulation.failure();
        if (failure == null) {
            out.println("every promise held");
            return CommandLine.ExitCode.OK;
        }
        out.println(failure);
        failure.cause().printStackTrace(out);
        out.println("again: ringwal soak --replay " + failure.seed());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int countBroken(PrintWriter out, long firstSeed, Deadline deadline) {
        long histories = 0;
        long broken = 0;
        for (; !deadline.isOver(); histories++) {
            try {
                new History(firstSeed + histories, List.of(Ending.POWER_CUT_DESTROYS), new Coverage()).run();
            } catch (AssertionError | RuntimeException lost) {
                if (broken++ == 0) {
                    out.println("the first: --replay " + (firstSeed + histories) + ": " + lost);
                }
            }
        }
        out.printf("%,d histories on a disk without powersafe overwrite, %,d of them broke a promise%n", histories, broken);
        return CommandLine.ExitCode.OK;
    }

    /** When to end, and when to say how far it is. Any thread. */
    private static final class Deadline {

        private final long begun = System.nanoTime();
        private final long nanos;
        private long reported;

        Deadline(Duration duration) {
            nanos = duration.toNanos();
        }

        boolean isOver() {
            return System.nanoTime() - begun >= nanos;
        }

        double elapsedSeconds() {
            return (System.nanoTime() - begun) / 1e9;
        }

        synchronized void report(PrintWriter out, long histories) {
            long elapsed = System.nanoTime() - begun;
            if (elapsed - reported >= REPORT_NANOS) {
                reported = elapsed;
                out.printf("%,d histories, %,.0f a second%n", histories, histories / (elapsed / 1e9));
                out.flush();
            }
        }
    }
}
