package dev.ringwal;

/** What a {@link LogConsumer} promises of the records that it delivers, should its process die. */
public enum Delivery {

    /**
     * The position is committed behind what was processed: nothing is left out, and what was delivered since the last commit is delivered
     * again.
     */
    AT_LEAST_ONCE,

    /**
     * The position is committed, durably, before the records are delivered: none is delivered again, and those that were not processed yet
     * are left out. Each poll that has records waits for a sync.
     */
    AT_MOST_ONCE
}
