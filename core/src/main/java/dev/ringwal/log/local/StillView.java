package dev.ringwal.log.local;

import dev.ringwal.log.segment.Segments;

/** A log without a live writer, as it was found. */
final class StillView implements LogView {

    private final Segments segments;
    private final long lastSequence;

    StillView(Segments segments, long lastSequence) {
        this.segments = segments;
        this.lastSequence = lastSequence;
    }

    static StillView of(Findings findings, Reach reach) {
        return reach == Reach.ATTESTED
                ? new StillView(Segments.of(findings.segments()), findings.attestedSequence())
                : new StillView(Segments.of(findings.recoverableSegments()), findings.endSequence());
    }

    @Override
    public long durableSequence() {
        return lastSequence;
    }

    @Override
    public Segments segments() {
        return segments;
    }

    @Override
    public Segments segmentsNow() {
        return segments;
    }

    @Override
    public boolean await(long sequence, long nanos) {
        return sequence <= lastSequence;
    }

    @Override
    public void checkGoesOn() {
        // A writer may come; whoever follows looks for one.
    }
}
