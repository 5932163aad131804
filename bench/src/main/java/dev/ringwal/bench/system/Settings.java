package dev.ringwal.bench.system;

import dev.ringwal.log.Durability;
import java.nio.file.Path;

/**
 * What a system is opened with.
 *
 * @param directory    exists; a system writes nowhere else
 * @param rawBytes     size of the file that the raw systems write; it stays there for the next one
 * @param segmentBytes size of the files of systems that go on in new ones
 * @param keptBytes    so much of what was appended stays, less a segment at most
 * @param inFlight     how many records of a lane may be in flight
 */
public record Settings(Path directory, long rawBytes, long segmentBytes, long keptBytes, Durability durability, int payloadBytes,
        int producers, int inFlight) {

    /** What the raw systems wrap at when nothing else is said. */
    public static final long RAW_BYTES = 1L << 30;
    public static final long SEGMENT_BYTES = 64L << 20;

    /** Of a log that is trimmed behind its producers: so little that its files are used again before a warm-up at full speed is over. */
    public static final long KEPT_BYTES = 128L << 20;

    /** Where nothing is dropped. */
    public static final long ALL_BYTES = 1L << 39;

    /** As many as may be in flight of a lane unless records are large, or one at a time is asked for. */
    private static final int MOST_IN_FLIGHT = 1024;
    private static final int MOST_BYTES_IN_FLIGHT = 16 << 20;

    /** How many records of that size may be in flight of a lane where many may. */
    public static int manyInFlight(int payloadBytes) {
        return Math.max(1, Math.min(MOST_IN_FLIGHT, MOST_BYTES_IN_FLIGHT / payloadBytes));
    }
}
