package dev.ringwal;

import dev.ringwal.log.LogReader;

/** Is given a log's durable records by a {@link Tail}, one by one, in order. */
@FunctionalInterface
public interface RecordHandler {

    /**
     * Handles one record. The reader stands on it, and is valid during the call only; it must not be moved. What this throws ends
     * the tail.
     */
    void onRecord(LogReader record);
}
