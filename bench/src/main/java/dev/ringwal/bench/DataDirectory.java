package dev.ringwal.bench;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Option: where to write. */
final class DataDirectory {

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "bench-data",
            description = "Where to write, on a disk; what is written (4 GiB at most) is deleted.")
    Path directory = Path.of("bench-data");

    Workspace open() throws IOException {
        return Workspace.in(directory);
    }
}
