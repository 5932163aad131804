package dev.ringwal;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A log without threads, on any store: whoever has it does the stages' work, step by step, in whatever order, and moves the clock. One
 * thread. What waits for the log's progress (a blocking append, {@link WriteAheadLog#sync}, an append to a full ring, {@link
 * WriteAheadLog#close()}) would wait for ever: use callbacks, {@link #trySync} and {@link #startClosing}.
 */
public final class SteppedStages {

    private final Pipeline pipeline;
    private final WriteAheadLog log;
    private boolean over;

    /** @param clock nanoseconds, for the sync interval */
    public SteppedStages(LogStore store, Consumer<LogBuilder> settings, LongSupplier clock) {
        LogBuilder builder = WriteAheadLog.builder(Path.of("unused"));
        builder.threadLayout(ThreadLayout.FOUR); // three groups
        settings.accept(builder);
        pipeline = new Pipeline(builder.settings(), store, clock);
        pipeline.connect();
        log = new WriteAheadLog(pipeline, builder.settings());
    }

    public WriteAheadLog log() {
        return log;
    }

    /** Encode, write, sync and notify are 0 to 3. */
    public int count() {
        return pipeline.stages().size();
    }

    /** Does what the stage can do now; false when there was nothing. */
    public boolean step(int stage) {
        return pipeline.stages().get(stage).step();
    }

    /** Steps all until none finds anything to do. */
    public void run() {
        boolean moved;
        do {
            moved = false;
            for (Stage stage : pipeline.stages()) {
                moved |= stage.step();
            }
        } while (moved);
    }

    /** When the stage wants to be stepped again though nothing happened; {@code Long.MAX_VALUE}: never. */
    public long deadlineNanos(int stage) {
        return pipeline.stages().get(stage).deadlineNanos();
    }

    /** Has the callback told when all that was appended is durable, with that sequence; false when the ring is full. */
    public boolean trySync(AppendCallback callback) {
        return pipeline.appender(new SyncPayload(), Durability.SYNCED).tryAppend(SlotKind.SYNC, callback);
    }

    /** Has a consumer's position committed; false when the ring is full. */
    public boolean tryCommit(String consumer, long position, Durability durability, AppendCallback callback) {
        pipeline.store().admitConsumer(consumer);
        byte[] entry = ControlEntry.consumer(consumer, new ConsumerPosition(ConsumerPosition.WHOLE_LOG, position));
        return pipeline.appender(new ControlPayload(0), durability).tryAppend(entry, callback);
    }

    /** Has the log end behind the record; false when the ring is full. */
    public boolean tryTruncate(long sequence, Truncation kind, AppendCallback callback) {
        return pipeline.appender(new TruncatePayload(), Durability.SYNCED).tryAppend(new TruncatePayload.Wish(sequence, kind), callback);
    }

    /** Where consumers are, as far as is written. */
    public Map<String, ConsumerPosition> positions() {
        return pipeline.store().control().consumers();
    }

    /** Takes no more appends. Once all stages have {@linkplain #ended ended}, call {@link #end}. */
    public void startClosing() {
        pipeline.startClosing();
    }

    /** Whether no stage has anything left to do, ever. */
    public boolean ended() {
        return pipeline.stages().stream().allMatch(Stage::ended);
    }

    /** Has the store finish. Once. */
    public void end() {
        if (!ended() || over) {
            throw new IllegalStateException(over ? "it has ended" : "stages have work left");
        }
        over = true;
        pipeline.endWithoutThreads();
    }

    <P> Appender<P> appender(Payload<P> kind, Durability durability) {
        return pipeline.appender(kind, durability);
    }
}
