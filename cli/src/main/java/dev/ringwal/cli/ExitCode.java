package dev.ringwal.cli;

/** What the process's exit code says. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int CORRUPT = 3;
    static final int IN_USE = 4;

    private ExitCode() {
    }
}
