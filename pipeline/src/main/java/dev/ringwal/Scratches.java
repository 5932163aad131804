package dev.ringwal;

import dev.ringwal.log.EncoderFailedException;
import org.jspecify.annotations.Nullable;

/** Memory that one thread's encoders write to, taken when first used. Chronicle's classes are loaded by {@link #bytes} alone. */
final class Scratches {

    private final int limitBytes;
    private @Nullable BufferScratch buffer;
    private @Nullable BytesScratch bytes;

    Scratches(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    BufferScratch buffer() {
        BufferScratch scratch = buffer;
        if (scratch == null) {
            try {
                scratch = new BufferScratch(limitBytes);
            } catch (Throwable none) { // no memory
                throw new EncoderFailedException(none);
            }
            buffer = scratch;
        }
        return scratch;
    }

    BytesScratch bytes() {
        BytesScratch scratch = bytes;
        if (scratch == null) {
            try {
                scratch = new BytesScratch(limitBytes);
            } catch (Throwable none) { // no memory, or no Chronicle Bytes
                throw new EncoderFailedException(none);
            }
            bytes = scratch;
        }
        return scratch;
    }

    void release() {
        buffer = null;
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
