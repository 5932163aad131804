package dev.ringwal;

/** How a stage's thread waits when it has nothing to do. */
public enum Waiting {
    /**
     * Spins for ever, and yields meanwhile: the least latency, for a processor per thread of the layout, idle or not. Callers of the
     * blocking append spin, too, where syncs take less than 250 microseconds; otherwise where they take less than 50.
     */
    SPIN,
    /** Spins for some twenty microseconds, then parks: nearly the latency of spinning under steady load, nothing when idle. */
    SPIN_THEN_PARK,
    /** Parks at once: costs a wake-up (some 5 to 50 microseconds) per group, and leaves the processors to others. */
    PARK
}
