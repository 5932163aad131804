package dev.ringwal;

/**
 * A copy of a record.
 *
 * @param sequence       its place in the log's order
 * @param timestampNanos when it was written: wall clock, nanoseconds since 1970
 * @param topic          the name of its topic, empty for the default one
 * @param payload        its bytes; the receiver's own
 */
public record LogRecord(long sequence, long timestampNanos, String topic, byte[] payload) {
}
