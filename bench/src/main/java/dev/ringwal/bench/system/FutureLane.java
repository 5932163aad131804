package dev.ringwal.bench.system;

import dev.ringwal.Appender;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future for each record. When the window is full the producer waits for the record a quarter further on, which is complete after
 * all that precede it, and then goes through those.
 */
final class FutureLane implements Lane {

    private static final int MASK = IN_FLIGHT - 1;
    private static final int HYSTERESIS = IN_FLIGHT / 4;

    private final Appender<byte[]> appender;
    @SuppressWarnings({"unchecked", "rawtypes"})
    private final @Nullable CompletableFuture<Long>[] inFlight = new CompletableFuture[IN_FLIGHT];
    private long appended;
    private volatile long completed;

    FutureLane(Appender<byte[]> appender) {
        this.appender = appender;
    }

    @Override
    public void appendAndWait(byte[] payload) {
        appender.appendAsync(payload).join();
        appended++;
        completed++;
    }

    @Override
    public void append(byte[] payload) {
        if (appended - completed == IN_FLIGHT) {
            completeTo(completed + HYSTERESIS);
        }
        inFlight[(int) appended & MASK] = appender.appendAsync(payload);
        appended++;
    }

    @Override
    public void drain() {
        completeTo(appended);
    }

    /** The last first: its wait is the only one. */
    private void completeTo(long end) {
        for (long i = end - 1; i >= completed; i--) {
            CompletableFuture<Long> future = inFlight[(int) i & MASK];
            inFlight[(int) i & MASK] = null;
            future.join();
        }
        completed = end;
    }

    @Override
    public long completed() {
        return completed;
    }
}
