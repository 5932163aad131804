package dev.ringwal.cli;

import dev.ringwal.cli.demo.Victim;
import dev.ringwal.cli.demo.Witness;
import dev.ringwal.cli.stream.Output;
import dev.ringwal.cli.stream.Terminal;
import java.util.Locale;

/** Watches the journal until it is time to kill it: a line each second, on a terminal one that changes in place. */
final class DemoLoad {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long STEP_MILLIS = 50;
    private static final long PATIENCE_SECONDS = 15;
    /** Enough to show, and not more than a guest should take. */
    private static final long MAX_BYTES = 1L << 30;
    /** What an order takes in the log, roughly. */
    private static final long ORDER_BYTES = 100;

    private final Victim victim;
    private final Witness witness;
    private final Output out;
    private final Terminal terminal = Terminal.ofStandardOutput();
    private final long maxRecords;
    private long startNanos;

    DemoLoad(Victim victim, Output out, long usableBytes) {
        this.victim = victim;
        this.witness = victim.witness();
        this.out = out;
        this.maxRecords = Math.min(MAX_BYTES, usableBytes / 2) / ORDER_BYTES;
    }

    /** Returns that many seconds after the first acknowledgement, or as soon as much is written; false when the journal ended first. */
    boolean watch(int seconds) throws InterruptedException {
        if (!awaitFirst()) {
            return false;
        }
        startNanos = System.nanoTime();
        for (int second = 1; second <= seconds && witness.acknowledged() < maxRecords; second++) {
            if (!watchUntil(startNanos + second * SECOND_NANOS)) {
                return false;
            }
            terminal.clear();
            out.line(figures());
        }
        return true;
    }

    private boolean awaitFirst() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_SECONDS * SECOND_NANOS;
        while (witness.acknowledged() == 0) {
            if (victim.endsWithin(STEP_MILLIS)) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("nothing was acknowledged within " + PATIENCE_SECONDS + " s: look after the disk, or use --dir");
            }
        }
        return true;
    }

    private boolean watchUntil(long deadline) throws InterruptedException {
        while (System.nanoTime() < deadline && witness.acknowledged() < maxRecords) {
            if (victim.endsWithin(STEP_MILLIS)) {
                return false;
            }
            if (terminal.isDue()) {
                terminal.show(figures());
            }
        }
        return true;
    }

    private String figures() {
        long acknowledged = witness.acknowledged();
        double seconds = (double) (System.nanoTime() - startNanos) / SECOND_NANOS;
        return String.format(Locale.ROOT, "  %4.1f s  %,12d acknowledged  %,11.0f/s  %,7d records per sync",
                seconds, acknowledged, acknowledged / seconds, acknowledged / Math.max(1, witness.syncs()));
    }
}
