package dev.ringwal.bench;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process uses at most, from when this is made. */
final class MemoryUse {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String MOST_RESIDENT = "VmHWM:";

    private long mostDirect;
    private long mostMapped;
    private long liveHeap;

    MemoryUse() {
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Looks at what has no record of its own peak. */
    void look() {
        mostDirect = Math.max(mostDirect, buffers("direct"));
        mostMapped = Math.max(mostMapped, buffers("mapped"));
    }

    /** Collects the garbage, so that what is left is in use. */
    void collect() {
        System.gc();
        liveHeap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Bytes of the pool now, those included that nobody uses any more. */
    static long buffers(String pool) {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(bean -> bean.getName().equals(pool)).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private static Stream<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    /** Garbage included. The pools' peaks added up, though they need not have come together: never too low. */
    long mostHeap() {
        return heapPools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    /** What was in use when the garbage was last {@link #collect collected}. */
    long liveHeap() {
        return liveHeap;
    }

    long mostDirect() {
        return mostDirect;
    }

    long mostMapped() {
        return mostMapped;
    }

    /** Of the whole process since it was started, all that Java itself needs included; 0 where the system does not say. */
    static long mostResident() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(MOST_RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).sum();
    }
}
