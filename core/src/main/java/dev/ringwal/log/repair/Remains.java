package dev.ringwal.log.repair;

import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a log verifies, in order, and what is missing between. Goes down from the last segment, since each start says where the log
 * before it ended: what stands behind that was void before anything was damaged. Reads every file to its end.
 */
final class Remains {

    private final LinkedList<Stretch> stretches = new LinkedList<>();
    private final List<Gap> gaps = new ArrayList<>();

    /** Where the log begins; -1 when nothing says so. */
    private long firstSequence = -1;

    private Remains() {
    }

    static Remains of(Storage storage) throws IOException {
        StateSlot state = LogFiles.readState(storage);
        Remains remains = new Remains();
        long last = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> segment : salts(storage, state).descendingMap().entrySet()) {
            last = remains.goDown(SegmentRemains.of(storage, segment.getKey(), segment.getValue()), last, state);
        }
        remains.findGaps(state);
        return remains;
    }

    private static TreeMap<Long, Long> salts(Storage storage, @Nullable StateSlot state) throws IOException {
        return Salts.of(storage, state);
    }

    /** Returns the last record that a lower segment may have. */
    private long goDown(SegmentRemains segment, long last, @Nullable StateSlot state) {
        if (!segment.wasUsed()) {
            return last;
        }
        List<Stretch> found = segment.stretches(last);
        stretches.addAll(0, found);
        StartBody start = segment.completeStart();
        if (start == null) {
            firstSequence = -1;
            return found.isEmpty() ? last : Math.min(last, found.get(0).firstSequence() - 1);
        }
        boolean isFirst = start.before().equals(Place.NONE) || state != null && start.before().segment() < state.firstSegment;
        firstSequence = isFirst ? start.lastSequence() + 1 : -1;
        return Math.min(last, start.lastSequence());
    }

    private void findGaps(@Nullable StateSlot state) {
        long next = firstSequence;
        for (Stretch stretch : stretches) {
            if (next < 0 ? stretch.firstSequence() > 0 : next < stretch.firstSequence()) {
                gaps.add(new Gap(next, stretch.firstSequence() - 1));
            }
            next = stretch.lastSequence() + 1;
        }
        if (state != null && next <= state.durableSequence) {
            gaps.add(new Gap(next, state.durableSequence));
        }
    }

    /** Ascending by their records. */
    List<Stretch> stretches() {
        return stretches;
    }

    /** What is lost, ascending. */
    List<Gap> gaps() {
        return gaps;
    }

    long records() {
        return stretches.stream().mapToLong(stretch -> stretch.lastSequence() - stretch.firstSequence() + 1).sum();
    }
}
