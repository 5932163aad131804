package dev.ringwal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Memory that batches gave up when they were appended, and whose records stand in a group by now: the next batches take it, so that
 * whoever appends one after the other allocates none. No more than a few pieces, and none that is large. Any thread; neither waits for
 * another, nor takes memory to give some back.
 */
final class BatchMemory {

    /** A batch that needed more begins with less. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int MOST = 4;

    private final AtomicReferenceArray<byte @Nullable []> free = new AtomicReferenceArray<>(MOST);

    /** At least so many bytes, of whatever content. */
    byte[] take(int bytes) {
        for (int i = 0; i < MOST; i++) {
            byte[] used = free.get(i) == null ? null : free.getAndSet(i, null);
            if (used != null && used.length >= bytes) {
                return used;
            }
        }
        return new byte[bytes];
    }

    /** Nobody else looks at it any more. */
    void give(byte[] used) {
        boolean given = used.length > MOST_BYTES;
        for (int i = 0; i < MOST && !given; i++) {
            given = free.compareAndSet(i, null, used);
        }
    }
}
