package dev.ringwal.log.repair;

/**
 * Frames that verify and stand side by side in one file, with records that follow one another.
 *
 * @param segment       the segment's number
 * @param file          its name
 * @param salt          what its frames are seeded with
 * @param begin         offset of the first frame
 * @param end           behind the last
 * @param firstSequence the first record
 * @param lastSequence  the last record
 */
record Stretch(long segment, String file, long salt, long begin, long end, long firstSequence, long lastSequence) {

    boolean has(long sequence) {
        return firstSequence <= sequence && sequence <= lastSequence;
    }
}
