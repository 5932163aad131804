package dev.ringwal.bench;

import dev.ringwal.bench.sparse.SparseLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Leaves a large log behind, closed, most of it holes. */
@Command(name = SparseFillCommand.NAME, hidden = true)
final class SparseFillCommand implements Callable<Integer> {

    static final String NAME = "fill-sparse";

    @Option(names = "--directory", required = true)
    Path directory = Path.of("");

    @Option(names = "--segments", required = true)
    int segments;

    @Option(names = "--segment-bytes", required = true)
    long segmentBytes;

    @Override
    public Integer call() throws IOException {
        JavaProcess.endWithParent();
        SparseLog.make(directory, segments, segmentBytes);
        return 0;
    }
}
