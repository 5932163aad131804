package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.ScanMemory;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the directory, before anything is concluded from it.
 *
 * @param state       null when there is none that verifies
 * @param heads       by number, from the first live segment on
 * @param trimmed     numbers below the first live segment: what a trim had not deleted yet
 * @param temporaries names of files that were being prepared
 * @param below       segments from this number on were not looked at
 */
record Survey(@Nullable StateSlot state, NavigableMap<Long, SegmentHead> heads, List<Long> trimmed, List<String> temporaries,
        long below) {

    /**
     * Reads the state page and every segment's beginning.
     *
     * @throws CorruptLogException when a file with a live segment's name has no valid header, or belongs to another log
     */
    static Survey of(Storage storage, long below) throws IOException {
        StateSlot state = LogFiles.readState(storage);
        ScanMemory memory = new ScanMemory();
        Survey survey = new Survey(state, new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), below);
        for (String name : storage.list()) {
            OptionalLong number = SegmentName.parse(name);
            if (SegmentName.isTemporary(name)) {
                survey.temporaries.add(name);
            } else if (number.isPresent() && number.getAsLong() < below) {
                survey.add(storage, number.getAsLong(), memory);
            }
        }
        survey.checkOneLog();
        return survey;
    }

    private void add(Storage storage, long number, ScanMemory memory) throws IOException {
        if (state != null && number < state.firstSegment) {
            trimmed.add(number);
        } else {
            heads.put(number, SegmentHead.read(storage, number, memory));
        }
    }

    private void checkOneLog() {
        if (heads.isEmpty()) {
            return;
        }
        long high = state != null ? state.logIdHigh : heads.lastEntry().getValue().header().logIdHigh();
        long low = state != null ? state.logIdLow : heads.lastEntry().getValue().header().logIdLow();
        for (SegmentHead head : heads.values()) {
            if (head.header().logIdHigh() != high || head.header().logIdLow() != low) {
                throw new CorruptLogException(head.name(), 0, -1, "it belongs to another log than "
                        + (state != null ? LogFiles.STATE : heads.lastEntry().getValue().name()));
            }
        }
    }

    /** The highest segment with a complete start, or null in a log that never had one. */
    @Nullable SegmentHead top() {
        for (SegmentHead head : heads.descendingMap().values()) {
            if (head.start() != null) {
                return head;
            }
        }
        return null;
    }
}
