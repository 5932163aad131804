package dev.ringwal;

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
            scratch = new BufferScratch(limitBytes);
            buffer = scratch;
        }
        return scratch;
    }

    BytesScratch bytes() {
        BytesScratch scratch = bytes;
        if (scratch == null) {
            scratch = new BytesScratch(limitBytes);
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
