package dev.ringwal.examples;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogReader;
import java.time.Duration;

/**
 * Applies records to something that keeps its own state durably, and its high-water mark with it: the last sequence that it has applied.
 * What lies below is no longer needed, and trimmed now and then. One thread.
 */
public final class HighWaterMark {

    /** What is applied to. */
    public interface Target {

        /** The last sequence that was applied, durably; -1 at first. */
        long mark();

        /** Applies the record, and moves the mark to it: durably together, or not at all. */
        void apply(long sequence, byte[] record);
    }

    private final WriteAheadLog log;
    private final Target target;
    private final long trimEvery;

    /** @param trimEvery records between two trims: each costs a sync or two */
    public HighWaterMark(WriteAheadLog log, Target target, long trimEvery) {
        this.log = log;
        this.target = target;
        this.trimEvery = trimEvery;
    }

    /**
     * Applies what was not applied yet, in order, each record exactly once whatever crashed in between; waits for the first of them.
     *
     * @return how many were applied
     */
    public long applyNew(Duration patience) {
        long applied = 0;
        try (LogReader reader = log.reader(target.mark() + 1)) {
            for (boolean more = reader.next(patience); more; more = reader.next()) {
                byte[] record = new byte[reader.payload().remaining()];
                reader.payload().get(record);
                target.apply(reader.sequence(), record);
                applied++;
                if (applied % trimEvery == 0) {
                    log.trimBefore(target.mark() + 1);
                }
            }
        }
        return applied;
    }
}
