package dev.ringwal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The block device below a directory, as far as the kernel tells of it. */
final class Device {

    /** Flush requests, counted from 0 in the kernel's line of statistics. */
    private static final int FLUSHES = 15;
    private static final int MINOR_BITS = 8;
    private static final int MINOR_MASK = (1 << MINOR_BITS) - 1;

    private final Path statistics;

    private Device(Path statistics) {
        this.statistics = statistics;
    }

    static Device of(Path directory) throws IOException {
        long number = ((Number) Files.getAttribute(directory, "unix:dev")).longValue();
        return new Device(Path.of("/sys/dev/block", (number >> MINOR_BITS) + ":" + (number & MINOR_MASK), "stat"));
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
