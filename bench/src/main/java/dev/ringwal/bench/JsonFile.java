package dev.ringwal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Option: where to write figures for a program to read. */
final class JsonFile {

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write every trial's figures, too.")
    @Nullable Path path;

    /** Before hours of measuring. */
    void requireWritable(CommandLine commandLine) {
        if (path == null) {
            return;
        }
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(path) || !Files.isDirectory(directory)
                || !Files.isWritable(Files.exists(path) ? path : directory)) {
            throw new ParameterException(commandLine, "--json: " + path + " cannot be written");
        }
    }

    /** What there is so far. */
    void write(Machine machine, List<Comparison> comparisons, CommandLine commandLine) throws IOException {
        if (path != null) {
            List<String> arguments = commandLine.getParseResult().originalArgs();
            Files.writeString(path, JsonReport.of(machine, arguments, comparisons) + "\n");
        }
    }
}
