package dev.ringwal.bench;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options: how long a trial takes. */
final class Timing {

    @Option(names = "--seconds", paramLabel = "S", description = "Measured time of a trial.", defaultValue = "3")
    double seconds;

    @Option(names = "--warm-up", paramLabel = "S", description = "Time before that, in which the JVM compiles.", defaultValue = "2")
    double warmUpSeconds;

    void requireSane(CommandLine commandLine) {
        if (!(seconds > 0) || !(warmUpSeconds >= 0)) {
            throw new ParameterException(commandLine, "--seconds must be more than 0 and --warm-up not less, not " + seconds + " and "
                    + warmUpSeconds);
        }
    }

    Duration measured() {
        return Pause.seconds(seconds);
    }

    Duration warmUp() {
        return Pause.seconds(warmUpSeconds);
    }
}
