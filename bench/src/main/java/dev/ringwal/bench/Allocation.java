package dev.ringwal.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bytes that threads have allocated on the heap since they were started. A thread that has ended is not in it: look while those of
 * interest live.
 *
 * @param bytesByThread by name; threads of one name are one
 */
record Allocation(Map<String, Long> bytesByThread) {

    /** Of all live threads. */
    static Allocation now() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        Map<String, Long> bytesByThread = new TreeMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null && bytes[i] >= 0) {
                bytesByThread.merge(infos[i].getThreadName(), bytes[i], Long::sum);
            }
        }
        return new Allocation(bytesByThread);
    }

    Allocation since(Allocation earlier) {
        Map<String, Long> difference = new TreeMap<>(bytesByThread);
        difference.replaceAll((thread, bytes) -> bytes - earlier.bytesByThread.getOrDefault(thread, 0L));
        return new Allocation(difference);
    }

    long bytes() {
        return bytesByThread.values().stream().mapToLong(Long::longValue).sum();
    }
}
