package dev.ringwal.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ringwal.bench.system.Contender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** What the process, the system under trial and the device do for some records: looks once before them, once after. */
final class Meter {

    private final Contender contender;
    private final Device device;
    private final long syncs;
    private final long flushes;
    private final long heapBytes;
    private final long cpuNanos;
    private final long start;

    private Meter(Contender contender, Path directory) throws IOException {
        this.contender = contender;
        device = Device.of(directory);
        syncs = contender.syncs();
        flushes = device.flushes();
        heapBytes = Allocation.now().bytes();
        cpuNanos = cpuNanos();
        start = System.nanoTime();
    }

    static Meter start(Contender contender, Path directory) throws IOException {
        return new Meter(contender, directory);
    }

    /** @param records how many were completed since the start */
    Measurement stop(long records) throws IOException {
        long nanos = System.nanoTime() - start;
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.RECORDS_PER_SECOND, records * 1e9 / nanos);
        figures.put(Figure.CPU_NANOS_PER_RECORD, (double) (cpuNanos() - cpuNanos) / records);
        figures.put(Figure.HEAP_BYTES_PER_RECORD, (double) (Allocation.now().bytes() - heapBytes) / records);
        long synced = contender.syncs() - syncs;
        if (synced > 0) {
            figures.put(Figure.RECORDS_PER_SYNC, (double) records / synced);
        }
        long flushed = device.flushes() - flushes;
        if (flushed > 0) {
            figures.put(Figure.RECORDS_PER_FLUSH, (double) records / flushed);
        }
        return new Measurement(figures);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
