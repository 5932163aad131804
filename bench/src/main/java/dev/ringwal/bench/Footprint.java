package dev.ringwal.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds at one time, garbage excluded.
 *
 * @param direct   bytes of memory outside the heap
 * @param resident bytes that the system has given it; the heap's empty part may be among them
 */
record Footprint(long heap, long direct, long mapped, long resident, long threads, long descriptors) {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;

    static Footprint now() throws IOException {
        MemoryUse use = new MemoryUse();
        use.collect();
        return new Footprint(use.liveHeap(), MemoryUse.buffers("direct"), MemoryUse.buffers("mapped"),
                Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount());
    }

    Footprint minus(Footprint other) {
        return new Footprint(heap - other.heap, direct - other.direct, mapped - other.mapped, resident - other.resident,
                threads - other.threads, descriptors - other.descriptors);
    }
}
