package dev.ringwal.bench;

import dev.ringwal.bench.system.Directories;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a log costs to open that is much larger than memory. */
@Command(name = "open", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = {"Makes a log of many segments, nearly all of it holes, opens it, and reads single records of it at random.",
            "Prints how long that takes, and the memory that the log holds. Of 1,600 segments of 64 MiB the disk has 0.6 GB to hold."})
final class OpenCommand implements Callable<Integer> {

    private static final int MOST_LOOKS = 10_000_000;
    private static final int MOST_SEGMENTS = 100_000;
    private static final long MIN_SEGMENT_BYTES = 1 << 20;
    private static final long MOST_SEGMENT_BYTES = 1L << 30;

    @Option(names = "--segments", paramLabel = "N", description = "How many.", defaultValue = "1600")
    int segments;

    @Option(names = "--segment-bytes", paramLabel = "BYTES", description = "How large each is.", defaultValue = "67108864")
    long segmentBytes;

    @Option(names = "--openings", paramLabel = "N", description = "How often it is opened, of each kind.", defaultValue = "20")
    int openings;

    @Option(names = "--reads", paramLabel = "N", description = "How many records to read when every segment was read from.",
            defaultValue = "200000")
    int reads;

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Range.require(spec.commandLine(), "--segments", segments, 1, MOST_SEGMENTS);
        Range.require(spec.commandLine(), "--segment-bytes", segmentBytes, MIN_SEGMENT_BYTES, MOST_SEGMENT_BYTES);
        Range.require(spec.commandLine(), "--openings", openings, 1, MOST_LOOKS);
        Range.require(spec.commandLine(), "--reads", reads, 1, MOST_LOOKS);
        PrintWriter out = spec.commandLine().getOut();
        try (Workspace workspace = data.open()) {
            out.println(Machine.here(workspace) + "\n");
            Path log = workspace.directory().resolve("log");
            fill(log);
            out.print(new OpenRun(log, workspace.directory().resolve("empty"), segmentBytes).measure(openings, reads));
            out.flush();
            Directories.delete(log);
        }
        return 0;
    }

    private void fill(Path log) throws IOException {
        int exitCode = JavaProcess.run(List.of(), List.of(), List.of(SparseFillCommand.NAME, "--directory", log.toString(),
                "--segments", Integer.toString(segments), "--segment-bytes", Long.toString(segmentBytes)));
        if (exitCode != 0) {
            throw new GaveUpException("the log could not be filled: exit code " + exitCode);
        }
    }
}
