package dev.ringwal.cli;

import dev.ringwal.Appender;
import dev.ringwal.cli.stream.Window;
import java.nio.ByteBuffer;

/** Each line is an append. */
final class SingleAppends implements LineSink {

    private final Appender<ByteBuffer> appender;
    private final Window window;
    private final Tally tally;

    SingleAppends(Appender<ByteBuffer> appender, Window window, Tally tally) {
        this.appender = appender;
        this.window = window;
        this.tally = tally;
    }

    @Override
    public void add(ByteBuffer line) {
        if (window.enter(1)) {
            tally.append(appender, line, 1, line.remaining());
        }
    }

    @Override
    public void end() {
        // Every line is with the log already.
    }
}
