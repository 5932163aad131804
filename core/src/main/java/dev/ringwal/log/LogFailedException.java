package dev.ringwal.log;

/** The log is poisoned: a write or sync failed, which is final. Reopening is the way back. */
public final class LogFailedException extends LogException {

    private final Outcome outcome;

    public LogFailedException(Throwable cause, Outcome outcome) {
        super("the log failed and must be reopened: " + describe(cause), cause);
        this.outcome = outcome;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }
}
