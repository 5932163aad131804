package dev.ringwal.bench;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options: how long a trial takes. */
final class Timing {

    private static final int MOST_A_SECOND = 10_000_000;
    private static final double LEAST_SECONDS = 0.01;
    static final double MOST_SECONDS = 3600;

    @Option(names = "--seconds", paramLabel = "S", description = "Measured time of a trial.", defaultValue = "3")
    double seconds;

    @Option(names = "--warm-up", paramLabel = "S", description = "Time before that, in which the JVM compiles.", defaultValue = "2")
    double warmUpSeconds;

    @Option(names = "--rest", paramLabel = "S", defaultValue = "3",
            description = "Time between trials: for seconds after a file of a GiB was deleted syncs take up to 30 ms.")
    double restSeconds;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50000", description = "Records a second, where the rate is fixed: W5 and W7.")
    int rate;

    void requireSane(CommandLine commandLine) {
        Range.require(commandLine, "--seconds", seconds, LEAST_SECONDS, MOST_SECONDS);
        Range.require(commandLine, "--warm-up", warmUpSeconds, 0, MOST_SECONDS);
        Range.require(commandLine, "--rest", restSeconds, 0, MOST_SECONDS);
        Range.require(commandLine, "--rate", rate, 1, MOST_A_SECOND);
    }

    Duration rest() {
        return Pause.seconds(restSeconds);
    }

    Duration measured() {
        return Pause.seconds(seconds);
    }

    Duration warmUp() {
        return Pause.seconds(warmUpSeconds);
    }
}
