package dev.ringwal.log.local;

/**
 * What can be said of a log without reading all of it.
 *
 * @param firstSequence the first record that is left (the next to come, where there is none)
 * @param lastSequence  the last readable record, -1 in a log that never had one
 * @param segments      live segment files
 * @param bytes         of those files
 * @param tornBytes     written behind the end and void; 0 beside a live writer
 * @param writerPid     0 when no writer lives
 * @param firstNanos    when the first record was written, nanoseconds since 1970; 0 when there is none
 * @param lastNanos     when the last record was written
 */
public record LogFacts(long firstSequence, long lastSequence, int segments, long bytes, long tornBytes, long writerPid, long firstNanos,
        long lastNanos) {
}
