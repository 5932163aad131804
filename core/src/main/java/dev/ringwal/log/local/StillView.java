package dev.ringwal.log.local;

import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.Segments;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** A log without a live writer, as it was found. */
final class StillView implements LogView {

    private final Findings findings;
    private final Segments segments;
    private final long lastSequence;
    private final ControlState control;

    StillView(Findings findings, Segments segments, long lastSequence, ControlState control) {
        this.findings = findings;
        this.segments = segments;
        this.lastSequence = lastSequence;
        this.control = control;
    }

    static StillView of(Findings findings, Reach reach) {
        return reach == Reach.ATTESTED
                ? new StillView(findings, Segments.of(findings.segments()), findings.attestedSequence(),
                        findings.attestedControl())
                : new StillView(findings, Segments.of(findings.recoverableSegments()), findings.endSequence(), findings.control());
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
    public StateSlot attestedState() {
        return findings.attestedState(new SecureRandom()::nextLong);
    }

    @Override
    public @Nullable String topicName(int number) {
        return LogView.nameOf(number, control);
    }

    /** Names and positions up to where it may be read. */
    ControlState control() {
        return control;
    }

    @Override
    public boolean await(long sequence, long nanos, long knownCut) {
        return sequence <= lastSequence;
    }

    @Override
    public void checkGoesOn() {
        // A writer may come; whoever follows looks for one.
    }
}
