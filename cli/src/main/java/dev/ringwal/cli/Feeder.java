package dev.ringwal.cli;

import dev.ringwal.cli.stream.Lines;
import dev.ringwal.cli.stream.Window;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands lines on until the input ends or the window is closed, on a daemon thread of its own: nothing ends a read from standard
 * input that waits, so whoever stops the feeding must be able to leave it behind. However it ends, it closes the window.
 */
final class Feeder implements Runnable {

    private final Lines lines;
    private final LineSink sink;
    private final Window window;
    private volatile @Nullable Throwable failure;

    Feeder(Lines lines, LineSink sink, Window window) {
        this.lines = lines;
        this.sink = sink;
        this.window = window;
    }

    void start() {
        Thread thread = new Thread(this, "ringwal-input");
        thread.setDaemon(true);
        thread.start();
    }

    /** When this returns, with the window closed, nothing more is handed on, and what was is visible to the caller. */
    synchronized @Nullable Throwable finish() {
        return failure;
    }

    @Override
    public void run() {
        try {
            feed();
        } catch (Throwable e) {
            failure = e;
        } finally {
            window.close();
        }
    }

    /** Reads outside the lock, hands on inside. */
    private void feed() throws IOException {
        boolean more = true;
        while (more && !window.isClosed()) {
            more = lines.fill();
            handOn(!more);
        }
    }

    private synchronized void handOn(boolean last) {
        while (!window.isClosed() && lines.next()) {
            sink.add(lines.line());
        }
        if (last && !window.isClosed()) {
            sink.end();
        }
    }
}
