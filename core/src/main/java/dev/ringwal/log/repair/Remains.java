package dev.ringwal.log.repair;

import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.segment.Salts;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a log verifies, in order, and what is missing between. Goes down from the last segment, since each start says where the log
 * before it ended: what stands behind that was void before anything was damaged. Reads every file to its end.
 */
final class Remains {

    private final @Nullable StateSlot state;

    /** The lowest segment file that there is. */
    private final long lowest;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<Integer, String> topics = new HashMap<>();
    private final Map<String, Optional<ConsumerPosition>> consumers = new HashMap<>();

    /** Complete starts, by the segment in which the log in front of them ends. */
    private final NavigableMap<Long, StartBody> startsBehind = new TreeMap<>();

    /** The same by the segment that they begin. */
    private final NavigableMap<Long, StartBody> starts = new TreeMap<>();
    private Place attested;

    /** Where the log begins; -1 when nothing says so. */
    private long firstSequence = -1;

    private Remains(@Nullable StateSlot state, long lowest) {
        this.state = state;
        this.lowest = lowest;
        attested = state == null ? Place.NONE : state.attested();
    }

    static Remains of(Storage storage) throws IOException {
        StateSlot state = LogFiles.readState(storage);
        NavigableMap<Long, @Nullable Long> salts = Salts.of(storage, state);
        Remains remains = new Remains(state, salts.isEmpty() ? 0 : salts.firstKey());
        List<SegmentRemains> descending = new ArrayList<>();
        for (Map.Entry<Long, @Nullable Long> segment : salts.descendingMap().entrySet()) {
            if (segment.getValue() != null) {
                SegmentRemains found = SegmentRemains.of(storage, segment.getKey(), segment.getValue(), state);
                remains.attested = found.attested().compareTo(remains.attested) > 0 ? found.attested() : remains.attested;
                descending.add(found);
                remains.noteControl(found);
            }
        }
        remains.goDown(descending);
        remains.findGaps(remains.lastSynced(descending));
        return remains;
    }

    /** A start repeats all topics and consumers that count: the last ones are right, and a consumer that none of them has is gone. */
    private void noteControl(SegmentRemains found) {
        found.topics().forEach(topics::putIfAbsent);
        if (startsBehind.isEmpty()) {
            found.consumers().forEach(consumers::putIfAbsent);
        }
        StartBody start = found.completeStart();
        if (start != null) {
            startsBehind.putIfAbsent(start.before().segment(), start);
            starts.put(found.number(), start);
        }
    }

    private void goDown(List<SegmentRemains> descending) {
        Deque<List<Stretch>> found = new ArrayDeque<>();
        long last = Long.MAX_VALUE;
        long end = Long.MAX_VALUE; // the segment in which the log in front of those above ends; between are void ones
        for (SegmentRemains segment : descending) {
            if (segment.number() <= end && segment.wasUsed(attested)) {
                last = Math.min(last, lastUpTo(segment.number()));
                List<Stretch> own = segment.stretches(last, attested);
                found.addFirst(own);
                last = Math.min(last, lastBelow(segment));
            }
            StartBody start = segment.completeStart();
            end = start == null ? end : Math.min(end, start.before().segment());
        }
        found.forEach(own -> own.forEach(this::add));
    }

    /** No record is there twice, but in a file that somebody made so. */
    private void add(Stretch stretch) {
        if (stretches.isEmpty() || stretches.get(stretches.size() - 1).lastSequence() < stretch.firstSequence()) {
            stretches.add(stretch);
        }
    }

    /** The last record that a lower segment may have, as this one says. */
    private long lastBelow(SegmentRemains segment) {
        StartBody start = segment.completeStart();
        firstSequence = start != null && isFirst(segment.number(), start.before()) ? start.lastSequence() + 1 : -1;
        return startsBehind.containsKey(segment.number()) ? Long.MAX_VALUE : segment.lastBefore();
    }

    /** The last record that the segment of that number and those in front of it may have, as others say, whatever is lost between. */
    private long lastUpTo(long number) {
        long last = state == null ? Long.MAX_VALUE : state.lastBelow(number + 1);
        for (StartBody start : startsBehind.tailMap(number, false).values()) {
            last = Math.min(last, start.formerLastSequence());
        }
        return last;
    }

    /** Whether nothing is missing below: as far as the state page, or without one the files, say. */
    private boolean isFirst(long number, Place before) {
        return before.equals(Place.NONE) || (state == null ? number == lowest : before.segment() < state.firstSegment);
    }

    /** The last record that is known to have been synced; one that is not, where the frame that ended there is lost. */
    private long lastSynced(List<SegmentRemains> segments) {
        long last = state == null || isCutAfter(state.attested()) ? -1 : state.durableSequence;
        if (isCutAfter(attested) || state != null && attested.equals(state.attested())) {
            return last;
        }
        for (SegmentRemains segment : segments) {
            if (segment.number() == attested.segment()) {
                last = Math.max(last, segment.lastUpTo(attested.offset()));
            }
        }
        return last;
    }

    /** Whether the log was truncated in front of the place later: what was durable there may be gone as it should. */
    private boolean isCutAfter(Place place) {
        return starts.tailMap(place.segment(), false).values().stream().anyMatch(start -> start.before().compareTo(place) < 0);
    }

    private void findGaps(long lastSynced) {
        long next = firstSequence;
        for (Stretch stretch : stretches) {
            if (next < 0 ? stretch.firstSequence() > 0 : next < stretch.firstSequence()) {
                gaps.add(new Gap(next, stretch.firstSequence() - 1));
            }
            next = stretch.lastSequence() + 1;
        }
        if (lastSynced >= 0 && next <= lastSynced) {
            gaps.add(new Gap(next, lastSynced));
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

    /** The furthest place that something says was covered by a sync. */
    Place attested() {
        return attested;
    }

    /** The name of a topic; one that is made up and no other topic has, where it is lost. */
    synchronized String topicName(int number) {
        return number == RecordHead.DEFAULT_TOPIC ? "" : topics.computeIfAbsent(number, this::madeUpName);
    }

    private String madeUpName(int number) {
        String name = "topic " + number;
        while (topics.containsValue(name)) {
            name += " (lost name)";
        }
        return name;
    }

    /** The last position of each consumer that there is, in the end; empty where that was deleted. */
    Map<String, Optional<ConsumerPosition>> consumers() {
        return consumers;
    }

    long records() {
        return stretches.stream().mapToLong(stretch -> stretch.lastSequence() - stretch.firstSequence() + 1).sum();
    }
}
