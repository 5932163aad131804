package dev.ringwal;

import net.openhft.chronicle.bytes.BytesOut;

/**
 * Encodes a value into a Chronicle {@code BytesOut}, which grows as it is written to, up to the record limit.
 *
 * <p>For single records it runs on the log's encoding thread, for batches on the caller's. It must not keep the {@code BytesOut}.
 * What it throws fails its append with an {@link dev.ringwal.log.EncoderFailedException}; the log goes on. Chronicle Bytes is loaded
 * at the first use of such an encoder, prints there, and from JDK 24 on the JDK prints a warning about {@code Unsafe}; a
 * {@link BufferEncoder} does without.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface BytesEncoder<T> {

    /** Writes the value's bytes; what then lies between read and write position is the record. */
    void encode(T value, BytesOut<?> out);
}
