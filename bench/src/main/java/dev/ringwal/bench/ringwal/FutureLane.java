package dev.ringwal.bench.ringwal;

import dev.ringwal.Appender;
import dev.ringwal.bench.system.Lane;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future for each record. When the window is full the producer waits for the record a quarter further on, which is complete after
 * all that precede it, and then goes through those.
 */
final class FutureLane implements Lane {

    private final Appender<byte[]> appender;
    private final @Nullable CompletableFuture<Long>[] inFlight;
    private final int hysteresis;
    private long appended;
    private volatile long completed;

    @SuppressWarnings({"unchecked", "rawtypes"})
    FutureLane(Appender<byte[]> appender, int inFlight) {
        this.appender = appender;
        this.inFlight = new CompletableFuture[inFlight];
        hysteresis = Math.max(1, inFlight / 4);
    }

    @Override
    public void appendAndWait(byte[] payload) {
        appender.appendAsync(payload).join();
        appended++;
        completed++;
    }

    @Override
    public void append(byte[] payload) {
        if (appended - completed == inFlight.length) {
            completeTo(completed + hysteresis);
        }
        inFlight[(int) (appended % inFlight.length)] = appender.appendAsync(payload);
        appended++;
    }

    @Override
    public void drain() {
        completeTo(appended);
    }

    /** The last first: its wait is the only one. */
    private void completeTo(long end) {
        for (long i = end - 1; i >= completed; i--) {
            int at = (int) (i % inFlight.length);
            inFlight[at].join();
            inFlight[at] = null;
        }
        completed = end;
    }

    @Override
    public long completed() {
        return completed;
    }
}
