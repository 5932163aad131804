package dev.ringwal.cli.stream;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A line that is shown again and again in the same place, on a terminal only: elsewhere all methods do nothing. For one thread.
 */
public final class Terminal {

    private static final long INTERVAL_NANOS = 200_000_000;

    private final PrintStream stream;
    private final boolean present;
    private int width;
    private long shownNanos = System.nanoTime();

    private Terminal(PrintStream stream, boolean present) {
        this.stream = stream;
        this.present = present;
    }

    public static Terminal ofStandardError() {
        return new Terminal(System.err, isTerminal(2));
    }

    public static Terminal ofStandardOutput() {
        return new Terminal(System.out, isTerminal(1));
    }

    public boolean isPresent() {
        return present;
    }

    /** Whether it is time to show progress again. */
    public boolean isDue() {
        return present && System.nanoTime() - shownNanos >= INTERVAL_NANOS;
    }

    /** Replaces the line. */
    public void show(String line) {
        if (present) {
            stream.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            stream.flush();
            width = line.length();
            shownNanos = System.nanoTime();
        }
    }

    /** Takes the line away. */
    public void clear() {
        if (present && width > 0) {
            stream.print("\r" + " ".repeat(width) + "\r");
            stream.flush();
            width = 0;
        }
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
