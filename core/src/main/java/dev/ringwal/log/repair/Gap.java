package dev.ringwal.log.repair;

/**
 * Records that are lost: nothing that verifies has them.
 *
 * @param firstSequence the first of them, or -1 where it is not known how many there were
 * @param lastSequence  the last of them
 */
public record Gap(long firstSequence, long lastSequence) {

    /** As a person reads it. */
    @Override
    public String toString() {
        return firstSequence < 0 ? "an unknown number up to " + lastSequence
                : firstSequence == lastSequence ? String.valueOf(firstSequence) : firstSequence + " to " + lastSequence;
    }
}
