package dev.ringwal.log;

/** The caller stopped waiting for its append: the time was up, or its thread was interrupted. */
public final class AppendAbandonedException extends LogException {

    /** Why the caller stopped waiting. */
    public enum Reason { TIMED_OUT, INTERRUPTED }

    private final Reason reason;
    private final Outcome outcome;

    public AppendAbandonedException(Reason reason, Outcome outcome) {
        super(message(reason, outcome), null);
        this.reason = reason;
        this.outcome = outcome;
    }

    private static String message(Reason reason, Outcome outcome) {
        return (reason == Reason.TIMED_OUT ? "timed out" : "interrupted")
                + (outcome == Outcome.NOT_WRITTEN ? " before the record was handed in" : " waiting for the acknowledgement");
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }
}
