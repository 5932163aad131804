package dev.ringwal.bench;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Option: where to write. */
final class DataDirectory {

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "bench-data",
            description = "Where to write, on a disk; what is written (up to 3 GiB, with others' logs 15) is deleted.")
    Path directory = Path.of("bench-data");

    Workspace open() throws IOException {
        return Workspace.in(directory);
    }
}
