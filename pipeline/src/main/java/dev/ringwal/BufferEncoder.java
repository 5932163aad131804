package dev.ringwal;

import java.nio.ByteBuffer;

/**
 * Encodes a value into a {@code ByteBuffer} of big-endian order.
 *
 * <p>For single records it runs on the log's encoding thread, for batches on the caller's. It must not keep the buffer. When it
 * runs out of room ({@link java.nio.BufferOverflowException}) it is called again, from the start, with a larger buffer, up to the
 * record limit. Anything else that it throws fails its append with an {@link dev.ringwal.log.EncoderFailedException}; the log goes
 * on.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface BufferEncoder<T> {

    /** Writes the value's bytes from the buffer's position on; what was written is the record. */
    void encode(T value, ByteBuffer out);
}
