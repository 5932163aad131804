package dev.ringwal.bench.system;

import dev.ringwal.log.Durability;
import java.nio.file.Path;

/**
 * What a system is opened with.
 *
 * @param directory exists; a system writes nowhere else
 * @param rawBytes  size of the file that the raw systems write; it stays there for the next one
 */
public record Settings(Path directory, long rawBytes, Durability durability, int payloadBytes, int producers) {

    /** What the raw systems wrap at when nothing else is said. */
    public static final long RAW_BYTES = 1L << 30;
}
