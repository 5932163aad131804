package dev.ringwal.soak;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.log.Outcome;
import org.jspecify.annotations.Nullable;

/** One append that was handed in: its records, and what the log said of it. Or a truncation of the log's end. */
final class Submission {

    /** What is known of it. */
    enum State { PENDING, ACKNOWLEDGED, NOT_WRITTEN, UNKNOWN }

    final long firstId;
    final int[] lengths;
    final Durability durability;

    /** Its encoder throws, or writes too much: no record of it may ever be seen. */
    final boolean hopeless;

    /** The last record that is to stay; {@link #APPENDS} for what truncates nothing. */
    final long cutAfter;

    /** Records before it were promised when it was handed in: its frame says so. */
    long promisedBefore;

    /** When it was handed in. */
    long nanos;

    State state = State.PENDING;
    @Nullable LogException failure;

    static final long APPENDS = Long.MIN_VALUE;

    Submission(long firstId, int[] lengths, Durability durability, boolean hopeless) {
        this(firstId, lengths, durability, hopeless, APPENDS);
    }

    /** A truncation. @param lastId of the last record that was handed in */
    Submission(long lastId, long cutAfter) {
        this(lastId, new int[0], Durability.SYNCED, false, cutAfter);
    }

    private Submission(long firstId, int[] lengths, Durability durability, boolean hopeless, long cutAfter) {
        this.cutAfter = cutAfter;
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

    /** The record is what was handed in under that id, which is one of its. */
    void check(byte[] record, long id) {
        Records.check(record, id, lengths[(int) (id - firstId)]);
    }

    void failed(LogException why) {
        state = why.outcome() == Outcome.NOT_WRITTEN ? State.NOT_WRITTEN : State.UNKNOWN;
        failure = why;
    }

    @Override
    public String toString() {
        if (cutAfter != APPENDS) {
            return state + " truncation behind " + cutAfter + (failure == null ? "" : " (" + failure + ")");
        }
        return state + " " + durability + " append of records " + firstId + " to " + lastId() + (failure == null ? "" : " (" + failure + ")");
    }
}
