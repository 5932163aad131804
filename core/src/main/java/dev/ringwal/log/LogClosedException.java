package dev.ringwal.log;

/** The log is closed, or closing. */
public final class LogClosedException extends LogException {

    private final Outcome outcome;

    public LogClosedException(String message, Outcome outcome) {
        super(message, null);
        this.outcome = outcome;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }
}
