package dev.ringwal.soak;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.log.Outcome;
import org.jspecify.annotations.Nullable;

/** One append that was handed in: its records, and what the log said of it. */
final class Submission {

    /** What is known of it. */
    enum State { PENDING, ACKNOWLEDGED, NOT_WRITTEN, UNKNOWN }

    final long firstId;
    final int[] lengths;
    final Durability durability;

    /** Its encoder throws, or writes too much: no record of it may ever be seen. */
    final boolean hopeless;

    State state = State.PENDING;
    @Nullable LogException failure;

    Submission(long firstId, int[] lengths, Durability durability, boolean hopeless) {
        this.firstId = firstId;
        this.lengths = lengths;
        this.durability = durability;
        this.hopeless = hopeless;
    }

    int records() {
        return lengths.length;
    }

    long lastId() {
        return firstId + lengths.length - 1;
    }

    byte[] bytes(int index) {
        return Records.bytes(firstId + index, lengths[index]);
    }

    void failed(LogException why) {
        state = why.outcome() == Outcome.NOT_WRITTEN ? State.NOT_WRITTEN : State.UNKNOWN;
        failure = why;
    }

    @Override
    public String toString() {
        return state + " " + durability + " append of records " + firstId + " to " + lastId() + (failure == null ? "" : " (" + failure + ")");
    }
}
