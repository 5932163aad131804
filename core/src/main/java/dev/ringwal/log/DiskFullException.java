package dev.ringwal.log;

import org.jspecify.annotations.Nullable;

/** There is no room for the record now. Nothing was written; the log goes on when there is room. */
public final class DiskFullException extends LogException {

    public DiskFullException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
