package dev.ringwal.log;

/** The record was trimmed. {@link #firstSequence()} is the first that is left. */
public final class RecordGoneException extends LogException {

    private final long sequence;
    private final long firstSequence;

    public RecordGoneException(long sequence, long firstSequence) {
        super("record " + sequence + " was trimmed; the first that is left is " + firstSequence, null);
        this.sequence = sequence;
        this.firstSequence = firstSequence;
    }

    public long sequence() {
        return sequence;
    }

    public long firstSequence() {
        return firstSequence;
    }
}
