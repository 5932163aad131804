package dev.ringwal.soak;

/** Time, which moves when it is told to: one that only goes forward, and the wall's, which may be set back. */
final class Clock {

    private long nanos = 1_000_000_000L;
    private long wallNanos = 1_700_000_000_000_000_000L;

    void pass(long by) {
        nanos += by;
        wallNanos += by;
    }

    void setBack(long by) {
        wallNanos -= by;
    }

    long nanos() {
        return nanos;
    }

    long wallNanos() {
        return wallNanos;
    }
}
