package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import dev.ringwal.cli.stream.OutputException;
import dev.ringwal.cli.stream.Window;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Prints acknowledged sequences, one a line, on a thread of its own, so that the log never waits for whoever reads them.
 *
 * <p>Sequences of one writer are dense, so what is yet to be printed is a range, and handing over is storing its end. Printed ones
 * leave the window: a reader that falls behind holds back the input, not the log. Output is flushed whenever all is printed, and
 * after a buffer full.
 */
final class AckPrinter implements Tally.Acknowledged, Runnable {

    /** So many at most between two flushes. */
    private static final long FLUSH_RECORDS = 16 * 1024;

    private final Output out;
    private final Window window;
    private final Thread thread = new Thread(this, "ringwal-acks");
    /** Set before the first {@link #last}, which publishes it. */
    private long first = -1;
    private volatile long last = -1;
    private volatile boolean finished;
    private volatile boolean waiting;
    private volatile @Nullable OutputException failure;

    AckPrinter(Output out, Window window) {
        this.out = out;
        this.window = window;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void accept(long firstSequence, long lastSequence) {
        if (last < 0) {
            first = firstSequence;
        }
        last = lastSequence;
        wake();
    }

    /** Returns when all that was acknowledged is printed. */
    void finish() throws InterruptedException {
        finished = true;
        wake();
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void run() {
        try {
            long next = -1;
            while (true) {
                boolean wasFinished = finished;
                long end = last;
                next = next < 0 ? first : next;
                if (end >= 0 && next <= end) {
                    next = print(next, Math.min(end, next + FLUSH_RECORDS - 1));
                } else if (wasFinished) {
                    return;
                } else {
                    await(end);
                }
            }
        } catch (OutputException e) {
            failure = e;
            window.close();
        }
    }

    private long print(long from, long to) {
        for (long sequence = from; sequence <= to; sequence++) {
            out.decimal(sequence).put('\n');
        }
        out.flush();
        window.leave(to - from + 1);
        return to + 1;
    }

    private void wake() {
        if (waiting) {
            waiting = false;
            LockSupport.unpark(thread);
        }
    }

    /** Announce, look again, park: as long as nothing was acknowledged behind the end. */
    private void await(long end) {
        waiting = true;
        if (last == end && !finished) {
            LockSupport.park(this);
        }
        waiting = false;
    }
}
