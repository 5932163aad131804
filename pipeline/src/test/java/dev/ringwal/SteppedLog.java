package dev.ringwal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringwal.log.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A log without threads: the test steps its stages, and moves its clock. */
final class SteppedLog {

    final FakeStore store = new FakeStore();
    final WriteAheadLog log;
    private final Pipeline pipeline;
    private long nanos = 1_000_000_000_000L;

    SteppedLog() {
        this(builder -> { });
    }

    SteppedLog(Consumer<LogBuilder> settings) {
        LogBuilder builder = WriteAheadLog.builder(Path.of("unused"));
        builder.threadLayout(ThreadLayout.FOUR); // three groups
        settings.accept(builder);
        pipeline = new Pipeline(builder.settings(), store, () -> nanos);
        pipeline.connect();
        log = new WriteAheadLog(pipeline, builder.settings());
    }

    CompletableFuture<Long> append(String text) {
        return log.appendAsync(text.getBytes(UTF_8));
    }

    CompletableFuture<Long> append(Durability durability, String text) {
        return log.bytes(durability).appendAsync(text.getBytes(UTF_8));
    }

    <P> CompletableFuture<Long> append(Payload<P> kind, P payload) {
        return pipeline.appender(kind, Durability.SYNCED).appendAsync(payload);
    }

    void encode() {
        pipeline.stages().get(0).step();
    }

    void write() {
        pipeline.stages().get(1).step();
    }

    void sync() {
        pipeline.stages().get(2).step();
    }

    void completeSettled() {
        pipeline.stages().get(3).step();
    }

    /** Steps all until none finds anything to do. */
    void run() {
        boolean moved;
        do {
            moved = false;
            for (Stage stage : pipeline.stages()) {
                moved |= stage.step();
            }
        } while (moved);
    }

    boolean ended() {
        return pipeline.stages().stream().allMatch(Stage::ended);
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    long clock() {
        return nanos;
    }

    long deadlineNanos() {
        return pipeline.stages().get(2).deadlineNanos() - nanos;
    }

    /** Closes, while this thread does what the log's threads would. */
    void close() {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(log::close);
        while (!ended()) {
            run();
            Thread.onSpinWait();
        }
        pipeline.endWithoutThreads();
        closing.join();
    }
}
