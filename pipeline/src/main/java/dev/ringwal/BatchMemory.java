package dev.ringwal;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Memory that batches gave up when they were appended, and whose records stand in a group by now: the next batches take it, so that
 * whoever appends one after the other allocates none. No more than a few pieces, and none that is large. Any thread.
 */
final class BatchMemory {

    /** A batch that needed more begins with less. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int MOST = 4;

    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(MOST);

    /** At least so many bytes, of whatever content. */
    byte[] take(int bytes) {
        byte[] used = free.poll();
        return used != null && used.length >= bytes ? used : new byte[bytes];
    }

    /** Nobody else looks at it any more. */
    void give(byte[] used) {
        if (used.length <= MOST_BYTES) {
            free.offer(used);
        }
    }
}
