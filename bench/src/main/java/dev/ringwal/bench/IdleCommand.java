package dev.ringwal.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ringwal.WriteAheadLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an open log costs that nobody uses. */
@Command(name = "idle", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Prints the processor time, the threads and the memory outside the heap that an idle log takes, beside those of Java alone.")
final class IdleCommand implements Callable<Integer> {

    /** Until what opening and appending set off, compiling above all, is over. */
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final int RECORDS = 100;
    private static final double LEAST_SECONDS = 0.1;
    private static final double MIB = 1 << 20;

    @Option(names = "--seconds", paramLabel = "S", description = "How long to look, each time.", defaultValue = "10")
    double seconds;

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Range.require(spec.commandLine(), "--seconds", seconds, LEAST_SECONDS, Timing.MOST_SECONDS);
        Table table = new Table().row("", "% of a processor", "MiB outside the heap", "threads");
        try (Workspace workspace = data.open()) {
            row(table, "Java alone");
            try (WriteAheadLog log = WriteAheadLog.open(workspace.directory().resolve("log"))) {
                row(table, "and a log, nothing appended yet");
                for (int i = 0; i < RECORDS; i++) {
                    log.append(new byte[RECORDS]);
                }
                row(table, "and after " + RECORDS + " records");
            }
        }
        table.row("a log may take", "0.50", "8.0", "2");
        System.out.print(table);
        return 0;
    }

    private void row(Table table, String when) throws IOException {
        Pause.of(SETTLING);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = System.nanoTime();
        long used = system.getProcessCpuTime();
        Pause.of(Pause.seconds(seconds));
        double share = (double) (system.getProcessCpuTime() - used) / (System.nanoTime() - start);
        table.row(when, String.format(Locale.ROOT, "%.2f", 100 * share),
                String.format(Locale.ROOT, "%.1f", MemoryUse.buffers("direct") / MIB),
                Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()));
    }
}
