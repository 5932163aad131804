package dev.ringwal;

import dev.ringwal.log.EncoderFailedException;
import dev.ringwal.log.RecordTooLargeException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A direct buffer that {@link BufferEncoder}s write to; it doubles when one runs out of room, up to the record limit. */
final class BufferScratch {

    private static final int START_BYTES = 4 * 1024;

    /** What a large value took beyond it is given back after it. */
    private static final int KEPT_BYTES = 1024 * 1024;

    private final int limitBytes;
    private ByteBuffer kept;
    private ByteBuffer buffer;

    BufferScratch(int limitBytes) {
        this.limitBytes = limitBytes;
        kept = ByteBuffer.allocateDirect(Math.min(START_BYTES, limitBytes));
        buffer = kept;
    }

    /**
     * The value's bytes, position to limit.
     *
     * @throws RecordTooLargeException when it does not fit the record limit
     * @throws EncoderFailedException  when the encoder threw
     */
    <T> ByteBuffer encode(T value, BufferEncoder<? super T> encoder) {
        buffer = kept;
        while (!tryEncode(value, encoder)) {
            grow();
        }
        return buffer.flip();
    }

    private <T> boolean tryEncode(T value, BufferEncoder<? super T> encoder) {
        buffer.clear().order(ByteOrder.BIG_ENDIAN);
        try {
            encoder.encode(value, buffer);
            return true;
        } catch (BufferOverflowException full) {
            return false;
        } catch (Throwable failure) {
            throw new EncoderFailedException(failure);
        }
    }

    private void grow() {
        if (buffer.capacity() == limitBytes) {
            throw new RecordTooLargeException("an encoded record", limitBytes + 1L, limitBytes);
        }
        int bytes = (int) Math.min(limitBytes, buffer.capacity() * 2L);
        try {
            buffer = ByteBuffer.allocateDirect(bytes);
        } catch (OutOfMemoryError none) {
            throw new EncoderFailedException(none);
        }
        if (bytes <= KEPT_BYTES) {
            kept = buffer;
        }
    }
}
