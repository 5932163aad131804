package dev.ringwal.log;

import java.nio.file.Path;

/** Another writer has the directory open. */
public final class LogInUseException extends LogException {

    private final long pid;

    /** @param pid the owner's process, or 0 where it is not known yet */
    public LogInUseException(Path directory, long pid) {
        this(directory, pid, "");
    }

    /** @param note goes behind the message */
    public LogInUseException(Path directory, long pid, String note) {
        super(directory + " is in use by " + (pid == 0 ? "another process" : "process " + pid) + note, null);
        this.pid = pid;
    }

    /** The owner's process, or 0 where it is not known yet. */
    public long pid() {
        return pid;
    }
}
