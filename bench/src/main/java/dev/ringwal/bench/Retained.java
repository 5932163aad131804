package dev.ringwal.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Memory in use when all garbage is collected.
 *
 * @param heapBytes   of objects
 * @param directBytes of buffers outside the heap
 */
record Retained(long heapBytes, long directBytes) {

    /** A thread gives back what buffers had that were collected; those of a log that is closed may be ending still. */
    private static final Duration GIVING_BACK = Duration.ofMillis(100);
    private static final int COLLECTIONS = 3;

    static Retained now() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Pause.of(GIVING_BACK);
        }
        return new Retained(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), MemoryUse.buffers("direct"));
    }

    Retained since(Retained before) {
        return new Retained(heapBytes - before.heapBytes, directBytes - before.directBytes);
    }
}
