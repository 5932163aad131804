package dev.ringwal;

/**
 * How the four stages (encode, write, sync, notify) share threads. What is promised is the same on every layout; each thread is a
 * daemon.
 */
public enum ThreadLayout {
    /**
     * All four on one thread. Best with few processors: nothing is handed from thread to thread. Callbacks and encoders delay
     * writing, and nothing is encoded while a sync runs.
     */
    ONE,
    /** Encode and write on one thread, sync and notify on another: the next group is encoded and written while a sync runs. */
    TWO,
    /** One thread each: slow encoders and callbacks delay neither writing nor syncing. Wants at least as many free processors. */
    FOUR
}
