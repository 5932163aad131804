package dev.ringwal.log;

/**
 * Where a record was written, for callers with an index of their own: reading by it is one positional read. Its sequence alone finds the
 * record too, until the log is truncated in front of it; the rest is a shortcut, which counts no longer where a recovery has written the
 * record anew.
 *
 * @param sequence the record's sequence
 * @param segment  number of the segment
 * @param offset   of the frame in it
 * @param index    of the record in the frame, from 0
 */
public record Address(long sequence, long segment, long offset, int index) {
}
