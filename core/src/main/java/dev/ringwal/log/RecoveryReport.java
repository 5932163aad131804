package dev.ringwal.log;

import java.time.Duration;

/**
 * What opening found and did.
 *
 * @param firstSequence   the first record that the log holds (the next to come, where it holds none)
 * @param lastSequence    the last record that can be read, or -1 in a log that never had one
 * @param segments        live segment files
 * @param tornBytes       bytes of an unfinished last write, voided; in a file that was another segment before, as far as frame headers
 *                        tell them from what stood there
 * @param recordsCopied   records that no completed sync was known to cover, written anew and synced
 * @param stateRebuilt    whether the {@code state} page was unreadable and rebuilt from the segments
 * @param copyPending     whether a full disk puts the copying off until the first append that finds room
 * @param duration        how long opening took
 */
public record RecoveryReport(
        long firstSequence,
        long lastSequence,
        int segments,
        long tornBytes,
        long recordsCopied,
        boolean stateRebuilt,
        boolean copyPending,
        Duration duration) {
}
