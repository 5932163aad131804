package dev.ringwal.bench;

import dev.ringwal.LogRoot;
import dev.ringwal.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each of many open logs costs that nobody uses. */
@Command(name = "many", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Opens many logs under one root and prints what each takes while nobody uses it.")
final class ManyCommand implements Callable<Integer> {

    private static final int RECORD_BYTES = 100;
    private static final int MOST_LOGS = 100_000;
    private static final double KIB = 1024;

    @Option(names = "--logs", paramLabel = "N", description = "How many.", defaultValue = "1000")
    int logs;

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final Table table = new Table().row("per log", "heap KiB", "direct KiB", "mapped KiB", "resident KiB", "threads",
            "descriptors");
    private final List<WriteAheadLog> open = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Range.require(spec.commandLine(), "--logs", logs, 1, MOST_LOGS);
        try (Workspace workspace = data.open(); LogRoot root = LogRoot.open(workspace.directory().resolve("root"))) {
            use(root.open("first")); // what the first one loads and links is not the others' cost
            Footprint before = Footprint.now();
            for (int i = 0; i < logs; i++) {
                open.add(root.open("log-" + i));
            }
            row("open", before);
            open.forEach(log -> log.append(new byte[RECORD_BYTES]));
            row("with a record", before);
            open.forEach(ManyCommand::use);
            row("and after a point read", before);
        }
        System.out.print(table);
        return 0;
    }

    private static void use(WriteAheadLog log) {
        log.read(log.append(new byte[RECORD_BYTES]));
    }

    private void row(String when, Footprint before) throws IOException {
        Footprint more = Footprint.now().minus(before);
        table.row(when, perLog(more.heap() / KIB), perLog(more.direct() / KIB), perLog(more.mapped() / KIB), perLog(more.resident() / KIB),
                perLog(more.threads()), perLog(more.descriptors()));
    }

    private String perLog(double all) {
        return String.format(Locale.ROOT, "%.1f", all / logs);
    }
}
