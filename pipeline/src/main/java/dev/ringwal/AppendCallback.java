package dev.ringwal;

import dev.ringwal.log.LogException;
import org.jspecify.annotations.Nullable;

/**
 * Told when an append has completed: exactly once, in ascending order of the log's appends, on a thread of the log's own (or of the
 * {@link LogBuilder#completionExecutor}; when a close times out, on the thread that closes). It must be short, and not wait for a
 * thread that appends: while it runs no other append completes. What it throws is logged, once per log, and changes nothing.
 */
@FunctionalInterface
public interface AppendCallback {

    /**
     * @param sequence the record's sequence (of a batch its last record's), or -1 when the append failed
     * @param failure  why it failed, or null
     */
    void onCompletion(long sequence, @Nullable LogException failure);
}
