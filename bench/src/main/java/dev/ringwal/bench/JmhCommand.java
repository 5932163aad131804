package dev.ringwal.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts JMH with its own arguments; unless they say otherwise, with the profiler that counts allocation, and ending at a failure. */
@Command(name = "jmh", description = "Runs the JMH benchmarks; takes JMH's arguments (-h shows them), and adds -prof gc and -foe true.")
final class JmhCommand implements Callable<Integer> {

    private static final String PROFILER = "-prof";
    private static final String FAIL_ON_ERROR = "-foe";

    @Unmatched
    List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(withDefaults(arguments).toArray(String[]::new));
        return 0;
    }

    static List<String> withDefaults(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        if (!arguments.contains(PROFILER)) {
            all.addAll(List.of(PROFILER, "gc"));
        }
        if (!arguments.contains(FAIL_ON_ERROR)) {
            all.addAll(List.of(FAIL_ON_ERROR, "true"));
        }
        return all;
    }
}
