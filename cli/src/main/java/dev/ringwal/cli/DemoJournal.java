package dev.ringwal.cli;

import dev.ringwal.cli.demo.Journal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.UncheckedIOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process that {@code demo} starts and kills. */
@Command(name = "demo-journal", hidden = true, description = "Journals orders until it is killed.")
final class DemoJournal extends LogCommand {

    @Option(names = "--threads", required = true, paramLabel = "N", description = "How many threads append.")
    private int threads;

    @Override
    int run() {
        Throwable end = Journal.run(directory(), threads, new FileOutputStream(FileDescriptor.out).getChannel());
        if (end instanceof UncheckedIOException) {
            return ExitCode.DONE; // nobody is there to be told of acknowledgements
        }
        throw Failures.of(end, directory());
    }
}
