package dev.ringwal.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command: its message is the one line that the user sees (what, why, what next). */
final class CommandFailure extends RuntimeException {

    private final int exitCode;

    CommandFailure(String message) {
        this(ExitCode.FAILED, message, null);
    }

    CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
