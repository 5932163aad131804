package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringwal.log.Durability;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A log without threads on a store that does as it is told: the test steps its stages, and moves its clock. */
final class SteppedLog {

    final FakeStore store = new FakeStore();
    final WriteAheadLog log;
    private final SteppedStages stages;
    private long nanos = 1_000_000_000_000L;

    SteppedLog() {
        this(builder -> { });
    }

    SteppedLog(Consumer<LogBuilder> settings) {
        stages = new SteppedStages(store, settings, () -> nanos);
        log = stages.log();
    }

    CompletableFuture<Long> append(String text) {
        return log.appendAsync(text.getBytes(UTF_8));
    }

    CompletableFuture<Long> append(Durability durability, String text) {
        return log.bytes(durability).appendAsync(text.getBytes(UTF_8));
    }

    <P> CompletableFuture<Long> append(Payload<P> kind, P payload) {
        return stages.appender(kind, Durability.SYNCED).appendAsync(payload);
    }

    void encode() {
        stages.step(0);
    }

    void write() {
        stages.step(1);
    }

    void sync() {
        stages.step(2);
    }

    void completeSettled() {
        stages.step(3);
    }

    /** Steps all until none finds anything to do. */
    void run() {
        stages.run();
    }

    boolean ended() {
        return stages.ended();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    long clock() {
        return nanos;
    }

    long deadlineNanos() {
        return stages.deadlineNanos(2) - nanos;
    }

    /** Closes, while this thread does what the log's threads would. */
    void close() {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(log::close);
        while (!ended()) {
            run();
            Thread.onSpinWait();
        }
        stages.end();
        closing.join();
    }
}
