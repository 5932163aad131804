package dev.ringwal.log;

/** The log was truncated in front of what a reader would have read next: records that it has delivered are gone. */
public final class RecordTruncatedException extends LogException {

    private final long sequence;
    private final long lastSequence;

    public RecordTruncatedException(long sequence, long lastSequence) {
        super("the log was truncated behind record " + lastSequence + ", in front of record " + sequence + ", which was next", null);
        this.sequence = sequence;
        this.lastSequence = lastSequence;
    }

    /** The record that was next. */
    public long sequence() {
        return sequence;
    }

    /** The last record that the truncation left. */
    public long lastSequence() {
        return lastSequence;
    }
}
