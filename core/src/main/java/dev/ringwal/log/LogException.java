package dev.ringwal.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The root of all that a log throws at its users, besides errors of arguments and of plain reading. */
public abstract class LogException extends RuntimeException {

    LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What an exception, a user's too, says of itself, if it can. */
    static String describe(Throwable cause) {
        try {
            String message = cause.getMessage();
            return cause instanceof IOException && message != null ? message : cause.toString();
        } catch (RuntimeException | Error silent) {
            return cause.getClass().getName();
        }
    }

    /** For an append that failed with this: whether it may be in the log all the same. */
    public Outcome outcome() {
        return Outcome.NOT_WRITTEN;
    }
}
