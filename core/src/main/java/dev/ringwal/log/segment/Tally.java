package dev.ringwal.log.segment;

import dev.ringwal.log.format.FooterBody;

/** What a footer will say of the records written so far. One thread. */
final class Tally {

    private long firstSequence;
    private long records;
    private long payloadBytes;
    private long firstNanos;
    private long lastNanos;

    void begin(long lastSequenceBefore, long startNanos) {
        firstSequence = lastSequenceBefore + 1;
        lastNanos = startNanos;
    }

    void add(long moreRecords, long morePayloadBytes, long timeNanos) {
        if (records == 0) {
            firstNanos = timeNanos;
        }
        records += moreRecords;
        payloadBytes += morePayloadBytes;
        lastNanos = timeNanos;
    }

    long lastSequence() {
        return firstSequence + records - 1;
    }

    long lastNanos() {
        return lastNanos;
    }

    FooterBody footer(long indexOffset, long topicsOffset, long controlOffset) {
        return new FooterBody(firstSequence, lastSequence(), records, payloadBytes, firstNanos, lastNanos, indexOffset,
                topicsOffset, controlOffset);
    }
}
