package dev.ringwal.bench;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Refuses numbers that an option does not take. */
final class Range {

    private Range() {
    }

    static void require(CommandLine commandLine, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(commandLine, option + " goes from " + least + " to " + most + ", not " + value);
        }
    }

    static void require(CommandLine commandLine, String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(commandLine, option + " goes from " + least + " to " + most + ", not " + value);
        }
    }

    /** Each of them, and there are some. */
    static void require(CommandLine commandLine, String option, List<Integer> values, long least, long most) {
        requireSome(commandLine, option, values);
        values.forEach(value -> require(commandLine, option, value, least, most));
    }

    static void requireSome(CommandLine commandLine, String option, List<?> values) {
        if (values.isEmpty()) {
            throw new ParameterException(commandLine, option + " is empty");
        }
    }
}
