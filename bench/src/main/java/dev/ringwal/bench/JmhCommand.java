package dev.ringwal.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Starts JMH with its own arguments; unless they name a profiler, with the one that counts allocation. */
@Command(name = "jmh", description = "Runs the JMH benchmarks; takes JMH's arguments (-h shows them), and adds -prof gc.")
final class JmhCommand implements Callable<Integer> {

    private static final String PROFILER = "-prof";

    @Unmatched
    List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(withProfiler(arguments).toArray(String[]::new));
        return 0;
    }

    static List<String> withProfiler(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        if (!arguments.contains(PROFILER)) {
            all.addAll(List.of(PROFILER, "gc"));
        }
        return all;
    }
}
