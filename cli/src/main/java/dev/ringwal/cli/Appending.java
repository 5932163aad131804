package dev.ringwal.cli;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.cli.stream.Json;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.cli.stream.Terminal;
import dev.ringwal.cli.stream.Window;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code append}: feeds lines to an open log until the input ends, something fails or it is told to stop, then waits for
 * what is under way. Three threads beside the log's own: this one waits, one reads and appends, one prints acknowledgements.
 */
final class Appending {

    private static final long PROGRESS_MILLIS = 200;

    private final Window window;
    private final Tally tally;
    private final @Nullable AckPrinter printer;
    private long syncs;

    /** @param acks where to print acknowledged sequences, or null */
    Appending(int maxInFlight, @Nullable Output acks) {
        window = new Window(maxInFlight);
        printer = acks == null ? null : new AckPrinter(acks, window);
        tally = new Tally(MemoryBudget.powerOfTwo(maxInFlight), window,
                printer == null ? (first, last) -> window.leave(last - first + 1) : printer);
    }

    Window window() {
        return window;
    }

    Tally tally() {
        return tally;
    }

    /** Reads no more. Any thread. */
    void stop() {
        window.close();
    }

    /**
     * Runs the feeder and closes the log. When this returns or throws, all that was acknowledged is counted and printed.
     *
     * @throws Exception what ended the feeding before the input's end
     */
    void run(Feeder feeder, WriteAheadLog log) throws Exception {
        if (printer != null) {
            printer.start();
        }
        feeder.start();
        awaitEnd();
        Throwable failure = feeder.finish();
        try {
            log.close();
            syncs = log.statistics().syncs();
        } finally {
            if (printer != null) {
                printer.finish();
            }
        }
        rethrow(tally.failure() == null ? failure : tally.failure());
    }

    private void awaitEnd() throws InterruptedException {
        Terminal terminal = Terminal.ofStandardError();
        long startNanos = System.nanoTime();
        while (!window.awaitClosed(PROGRESS_MILLIS)) {
            if (terminal.isDue()) {
                double seconds = (System.nanoTime() - startNanos) / 1e9;
                terminal.show(String.format("%,d records, %,.0f/s", window.left(), window.left() / seconds));
            }
        }
        terminal.clear();
    }

    private static void rethrow(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (Exception) failure;
        }
    }

    Json asJson() {
        return tally.asJson(syncs);
    }
}
