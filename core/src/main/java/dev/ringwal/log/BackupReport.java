package dev.ringwal.log;

/**
 * What a backup holds.
 *
 * @param firstSequence the first record (the next to come, where there is none)
 * @param lastSequence  the last record, or -1 of a log that never had one
 * @param segments      segment files
 * @param copiedBytes   bytes that were copied; all others are shared with the log, through a second name of their file
 */
public record BackupReport(long firstSequence, long lastSequence, int segments, long copiedBytes) {
}
