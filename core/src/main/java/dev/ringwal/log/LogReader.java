package dev.ringwal.log;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;

/**
 * A cursor over the log's durable records, in order.
 *
 * <p>Used by one thread at a time; it owns its files and survives rolls, trims and interrupts. Nothing that could still be lost is
 * ever delivered. Every checksum is verified in memory of the reader's own before a byte is handed out.
 *
 * <p>The moving methods throw {@link CorruptLogException} on damage, {@link RecordGoneException} when the next record was trimmed,
 * {@link RecordTruncatedException} when the log was truncated in front of it, until the reader is moved by a seek,
 * {@link java.io.UncheckedIOException} when the disk cannot be read, and, once the log is poisoned or closed and all that is
 * durable was delivered, {@link LogFailedException} or {@link LogClosedException}. A thread that is interrupted while it reads
 * gets an {@code UncheckedIOException} and can go on with the same record once its interrupt status is cleared. After an
 * {@code OutOfMemoryError}, where there is no memory for a large record, it can go on with the same record too.
 */
public interface LogReader extends AutoCloseable {

    /** Moves to the next record; false at the durable end, where later calls may find more. Does not wait. */
    boolean next();

    /** Moves to the next record, waiting up to the timeout for one to become durable. An interrupt ends the wait with false. */
    boolean next(Duration timeout);

    /**
     * Moves over as many of the next records as the buffer has room for, and puts them there, to be sent elsewhere at once: of each its length
     * in 4 bytes, in the buffer's order, then its bytes. The first one's sequence is one more than the last that was read before.
     *
     * @return how many: 0 at the durable end
     * @throws BufferOverflowException when there is not room for one; that one is still the next
     * @throws ReadOnlyBufferException before it moves
     */
    default int nextInto(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        int records = 0;
        while (next()) {
            ByteBuffer payload = payload();
            if (Integer.BYTES + (long) payload.remaining() > buffer.remaining()) {
                back(sequence());
                if (records == 0) {
                    throw new BufferOverflowException();
                }
                break;
            }
            buffer.putInt(payload.remaining()).put(payload);
            records++;
        }
        return records;
    }

    /**
     * Moves to the record before the current one, or before the next one where there is no current one; false in front of the first that
     * is left. {@link #next()} then moves to the one behind it. Behind {@code seek(Long.MAX_VALUE)} it moves to the last durable record.
     */
    boolean previous();

    /**
     * Makes the record with this sequence the next one. May lie beyond the end: it is then waited for.
     *
     * <p>Up to 32 segment files that a reader was moved to stay open; what is trimmed of them frees its space when the reader is moved
     * and read next, or closed.
     */
    void seek(long sequence);

    /**
     * As {@link #seek(long)}, of a record that was read before: if the log was truncated in front of the reader since, that is told as if it
     * had not been moved.
     */
    default void back(long sequence) {
        seek(sequence);
    }

    /**
     * Looks whether the log was truncated in front of the reader; reads nothing.
     *
     * @throws RecordTruncatedException when it was, as the moving methods would: again, until the reader is moved by a seek
     */
    default void requireNotTruncated() {
    }

    /**
     * As {@link #seek(long)}, looking where the address says first: that is one positional read, if no recovery has moved the record, and
     * a look by its sequence otherwise. If the log was truncated in front of the record since it was written, and that is known, to move
     * there throws {@link RecordTruncatedException}.
     */
    default void seek(Address address) {
        seek(address.sequence());
    }

    /**
     * Makes the first durable record that was written at that time or later the next one; where there is none, the one behind the durable
     * end. Reads a frame for each halving of the log.
     *
     * @param timestampNanos nanoseconds since 1970, as {@link #timestampNanos()}
     */
    void seekTime(long timestampNanos);

    /** The first sequence that {@link #next()} may move to: one behind what it has passed, or where it was moved. */
    long nextSequence();

    /** The current record's sequence. */
    long sequence();

    /** The name of the current record's topic; empty for the default one. */
    String topic();

    /** When the current record was written: wall clock, nanoseconds since 1970; never runs backwards along the log. */
    long timestampNanos();

    /**
     * The current record's bytes, from the buffer's position to its limit: read-only, in the reader's memory, valid until the next
     * move.
     *
     * @throws IllegalStateException when there is none: before the first move, after a seek, a failure, or the close
     */
    ByteBuffer payload();

    /** Closes the reader's files. Does nothing when closed. */
    @Override
    void close();
}
