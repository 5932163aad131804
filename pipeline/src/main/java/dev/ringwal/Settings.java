package dev.ringwal;

import dev.ringwal.log.Durability;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a {@link LogBuilder} was told, with nothing left open; see there. */
record Settings(
        Durability durability,
        long syncIntervalNanos,
        ThreadLayout threadLayout,
        Waiting waiting,
        int ringSize,
        long bytesInFlight,
        int recordLimitBytes,
        int batchLimitBytes,
        @Nullable Executor completionExecutor,
        LogListener listener) {
}
