package dev.ringwal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The block device below a directory, as far as the kernel tells of it. */
final class Device {

    /** Flush requests, counted from 0 in the kernel's line of statistics. */
    private static final int FLUSHES = 15;

    private final Path statistics;

    private Device(Path statistics) {
        this.statistics = statistics;
    }

    static Device of(Path directory) throws IOException {
        long number = ((Number) Files.getAttribute(directory, "unix:dev")).longValue();
        Path block = Path.of("/sys/dev/block", major(number) + ":" + minor(number));
        return ofBlock(block);
    }

    /** A partition's flushes are counted with the whole device's. */
    static Device ofBlock(Path block) throws IOException {
        boolean isPartition = Files.exists(block.resolve("partition"));
        return new Device((isPartition ? block.toRealPath().getParent() : block).resolve("stat"));
    }

    /** As the kernel's interface has it: 12 bits in the middle, 20 in the upper half. */
    private static long major(long number) {
        return number >> 8 & 0xFFF | number >> 32 & ~0xFFFL;
    }

    private static long minor(long number) {
        return number & 0xFF | number >> 12 & ~0xFFL;
    }

    /** Whether it counts flushes. */
    boolean isKnown() throws IOException {
        return Files.exists(statistics) && fields().length > FLUSHES;
    }

    /** Flushes so far, whoever asked for them; 0 if it is not known. */
    long flushes() throws IOException {
        return isKnown() ? Long.parseLong(fields()[FLUSHES]) : 0;
    }

    private String[] fields() throws IOException {
        return Files.readString(statistics).strip().split("\\s+");
    }
}
