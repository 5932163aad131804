package dev.ringwal;

/**
 * What a log has done since it was opened, and what it holds now. Read without stopping anything: the figures of one object may lie
 * some microseconds apart.
 *
 * @param records          records written
 * @param payloadBytes     their bytes, without framing
 * @param groups           writes that they took
 * @param syncs            syncs of records
 * @param longestSyncNanos the longest of them, waiting for its turn included
 * @param slotsInUse       appends in the ring that have not completed
 * @param bytesInFlight    memory held for them beside the ring: records larger than a slot's own KiB, and batches
 */
public record LogStatistics(
        long records,
        long payloadBytes,
        long groups,
        long syncs,
        long longestSyncNanos,
        long slotsInUse,
        long bytesInFlight) {
}
