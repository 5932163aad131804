package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentHead;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a directory's files prove, and what is to be done about it.
 *
 * @param state           null when it has to be rebuilt
 * @param top             the highest segment with a complete start; null in a log that has none
 * @param chain           the segments that make up the log; null in a log that has none
 * @param attested        a completed sync covered all before it
 * @param attestedSequence the last record before it
 * @param end             where in the top segment what verifies ends; everything behind is torn
 * @param endSequence     the last record before the end
 * @param lastNanos       the latest time in the log
 * @param tornBytes       written bytes behind the end
 * @param isSealed        whether a footer stands right before the attested position
 * @param startNeeded     whether a new start must be written and synced before anything behind the attested position, or behind the
 *                        top segment's start, can be relied on
 * @param leftovers       names of files that no evidence says were ever used, and of those below the first live segment
 * @param voids           segments that the start of a later one has made void
 * @param attestedControl names and positions up to the attested position
 * @param control         the same up to the end
 * @param damage          what makes the log corrupt, which then ends in front of it here; null in an intact log
 */
record Findings(
        @Nullable StateSlot state,
        @Nullable SegmentHead top,
        @Nullable Chain chain,
        Place attested,
        long attestedSequence,
        long end,
        long endSequence,
        long lastNanos,
        long tornBytes,
        boolean isSealed,
        boolean startNeeded,
        List<String> leftovers,
        List<String> voids,
        ControlState attestedControl,
        ControlState control,
        @Nullable CorruptLogException damage) {

    /** Of a directory that was not looked at. */
    static final Findings NONE = new Findings(null, null, null, Place.NONE, -1, 0, -1, 0, 0, false, false, List.of(), List.of(),
            new ControlState(), new ControlState(), null);

    /** The same as what precedes the damage. */
    Findings damagedBy(CorruptLogException cause) {
        return new Findings(state, top, chain, attested, attestedSequence, end, endSequence, lastNanos, tornBytes, isSealed,
                startNeeded, leftovers, voids, attestedControl, control, cause);
    }

    /** Records that verify and that no completed sync is known to cover. */
    long unprovenRecords() {
        return endSequence - attestedSequence;
    }

    /** Where copying begins in the top segment, when a start is needed. */
    long copyFrom() {
        return top != null && attested.isIn(top.number(), top.salt())
                ? attested.offset()
                : SegmentHeader.BYTES;
    }

    /** The log up to the attested position, ascending. */
    List<Segment> segments() {
        return chain == null ? List.of() : chain.segments(attested);
    }

    /** The log up to where recovery would keep it. */
    List<Segment> recoverableSegments() {
        return chain == null ? List.of() : chain.segments(chain.top().head().place(end));
    }

    long firstSequence() {
        return chain == null ? 0 : chain.bottom().start().lastSequence() + 1;
    }

    /** The last record in front of the segment that has the attested position; -1 if there is none. */
    long lastSequenceBeforeAttested() {
        if (chain == null) {
            return -1;
        }
        Chain.Link link = chain.top();
        return attested.isIn(link.head().number(), link.head().salt()) ? link.start().lastSequence() : link.start().formerLastSequence();
    }

    /** Segments below this number are none of the log's. */
    long firstSegment() {
        List<Segment> proven = segments();
        return proven.isEmpty() ? attested.segment() + 1 : proven.get(0).number();
    }

    /** What the state page of this log says, were it made now. @param random for the id of a log that has none yet */
    StateSlot attestedState(LongSupplier random) {
        StateSlot slot = new StateSlot();
        if (top != null) {
            slot.logIdHigh = top.header().logIdHigh();
            slot.logIdLow = top.header().logIdLow();
        } else {
            slot.logIdHigh = state == null ? random.getAsLong() : state.logIdHigh;
            slot.logIdLow = state == null ? random.getAsLong() : state.logIdLow;
        }
        slot.attest(attested, attestedSequence);
        slot.firstSegment = firstSegment();
        slot.cut(cutSegment(), cutSequence());
        return slot;
    }

    /** The newest segment that is attested and in front of which the log was cut; -1 if there is none. */
    long cutSegment() {
        Chain.Link cut = newestCut();
        return cut == null ? -1 : cut.head().number();
    }

    /** The last record that was left there. */
    long cutSequence() {
        Chain.Link cut = newestCut();
        return cut == null ? -1 : cut.start().lastInFrontOf(cut.head().number());
    }

    private Chain.@Nullable Link newestCut() {
        return chain == null ? null : chain.newestCut(attested);
    }

    /** A number that no file has once the leftovers are gone. */
    long nextNumber() {
        return top == null ? 0 : top.number() + 1;
    }
}
