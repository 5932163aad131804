package dev.ringwal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Held by whoever completes appends: notify, step by step, or after a close that timed out the one who fails what is pending.
 * Nobody waits for it: a sweep that is wanted while another holds it is done by that other when it gives it back.
 */
final class Baton {

    private final AtomicBoolean held = new AtomicBoolean();
    private final Runnable sweep;
    private final Runnable swept;
    private volatile boolean sweepWanted;

    /** @param swept is run after a sweep, when the baton is free again */
    Baton(Runnable sweep, Runnable swept) {
        this.sweep = sweep;
        this.swept = swept;
    }

    boolean take() {
        return held.compareAndSet(false, true);
    }

    void giveBack() {
        held.set(false);
        sweepIfWanted();
    }

    /** Sweeps now, or has the holder do it. */
    void requestSweep() {
        sweepWanted = true;
        sweepIfWanted();
    }

    /** Does what a sweep that failed has left. */
    void sweepIfWanted() {
        while (sweepWanted && take()) {
            boolean done = false;
            sweepWanted = false;
            try {
                sweep.run();
                done = true;
            } finally {
                sweepWanted |= !done;
                held.set(false);
                swept.run();
            }
        }
    }
}
