package dev.ringwal.cli.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output cannot be written. */
public final class OutputException extends RuntimeException {

    private final boolean readerGone;

    OutputException(IOException cause) {
        super("cannot write to standard output: " + cause.getMessage(), cause);
        this.readerGone = "Broken pipe".equals(cause.getMessage()) || isPipe();
    }

    /** Whether whoever read it closed it, which for a command that prints is no failure. */
    public boolean readerGone() {
        return readerGone;
    }

    /** The system's message is in the user's language; but what else would fail on a pipe? */
    private static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
