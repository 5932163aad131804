package dev.ringwal;

import dev.ringwal.log.LogStore;

/** Poisons log and store: for what our own code throws. What the store itself reports as failed needs the log's half only. */
final class Poison {

    private final Lifecycle lifecycle;
    private final LogStore store;

    Poison(Lifecycle lifecycle, LogStore store) {
        this.lifecycle = lifecycle;
        this.store = store;
    }

    /** The first cause is kept. What it throws, for lack of memory, is thrown before anybody may count on it: try again. */
    void poison(Throwable cause) {
        lifecycle.poison(cause);
        try {
            store.poison(cause);
        } catch (Throwable second) {
            // the first is what counts, and is known already
        }
    }
}
