package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.segment.ScanMemory;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The segments that make up the log: from one with a complete start down, each start naming where the log before it ends.
 * Whatever no start names is void.
 */
final class Chain {

    /** A segment of the log, and where it ends: {@link Segment#OPEN} for the top one. */
    record Link(SegmentHead head, StartBody start, long end) {

        Segment segment() {
            return new Segment(head.number(), head.salt(), start, head.startNanos(), end);
        }
    }

    private final Deque<Link> ascending = new ArrayDeque<>();

    private Chain() {
    }

    /**
     * Walks down from the given segment.
     *
     * @param heads        gives the segment with a number, null where there is none
     * @param firstSegment the chain may end below this number
     * @param firstIsKnown false when no state says what was trimmed: the chain then ends where a segment is missing
     * @throws CorruptLogException when a segment that a start names is missing, is another one, or is too short
     */
    static Chain from(SegmentHead top, LongFunction<@Nullable SegmentHead> heads, long firstSegment, boolean firstIsKnown) {
        Chain chain = new Chain();
        Link link = new Link(top, completeStart(top), Segment.OPEN);
        chain.ascending.addFirst(link);
        while (goesOn(link, heads, firstSegment, firstIsKnown)) {
            link = below(link, heads);
            chain.ascending.addFirst(link);
        }
        return chain;
    }

    private static boolean goesOn(Link link, LongFunction<@Nullable SegmentHead> heads, long firstSegment,
            boolean firstIsKnown) {
        Place before = link.start.before();
        boolean trimmed = firstIsKnown ? before.segment() < firstSegment : heads.apply(before.segment()) == null;
        return !before.equals(Place.NONE) && !trimmed;
    }

    private static Link below(Link link, LongFunction<@Nullable SegmentHead> heads) {
        Place before = link.start.before();
        SegmentHead head = heads.apply(before.segment());
        if (head == null) {
            throw new CorruptLogException(SegmentName.of(before.segment()), 0, -1,
                    "the segment is missing, and " + link.head.name() + " goes on from it");
        }
        if (head.salt() != before.salt()) {
            throw new CorruptLogException(head.name(), 0, -1, "it is another file than " + link.head.name() + " goes on from");
        }
        if (head.length() < before.offset()) {
            throw new CorruptLogException(head.name(), head.length(), -1, "the file ends there, but "
                    + link.head.name() + " goes on from offset " + before.offset());
        }
        StartBody start = completeStart(head);
        if (start.lastSequence() != link.start.formerLastSequence()) {
            throw new CorruptLogException(head.name(), SegmentHeader.BYTES, -1, "its start says that it goes on from record "
                    + start.lastSequence() + ", and that of " + link.head.name() + " says from " + link.start.formerLastSequence());
        }
        return new Link(head, start, before.offset());
    }

    private static StartBody completeStart(SegmentHead head) {
        StartBody start = head.start();
        if (start == null) {
            throw new CorruptLogException(head.name(), SegmentHeader.BYTES, -1,
                    "the start of the segment does not verify");
        }
        return start;
    }

    /** @throws CorruptLogException when a segment that was left by a roll has no footer that verifies */
    void checkFooters(Storage storage) throws IOException {
        ScanMemory memory = new ScanMemory();
        Link previous = null;
        for (Link link : ascending) {
            if (previous != null && link.start.reason() == StartBody.Reason.ROLL) {
                checkFooter(storage, previous, memory);
            }
            previous = link;
        }
    }

    private static void checkFooter(Storage storage, Link link, ScanMemory memory) throws IOException {
        try (StorageFile file = storage.openForReading(link.head.name())) {
            if (Segment.readFooter(memory.scanner(file, link.head.name(), link.head.salt()), link.end) == null) {
                throw new CorruptLogException(link.head.name(), link.end - FooterBody.FRAME_BYTES, -1,
                        "the footer does not verify");
            }
        }
    }

    /** The last segment, as far as that is attested, that does not follow a sealed one; null where each does. */
    @Nullable Link newestCut(Place attested) {
        for (Iterator<Link> down = ascending.descendingIterator(); down.hasNext();) {
            Link link = down.next();
            boolean isAttested = link.head.number() <= attested.segment();
            if (isAttested && (link.start.reason() == StartBody.Reason.TRUNCATION || link.start.reason() == StartBody.Reason.RECOVERY)) {
                return link;
            }
        }
        return null;
    }

    Link bottom() {
        return ascending.getFirst();
    }

    Link top() {
        return ascending.getLast();
    }

    Set<Long> numbers() {
        Set<Long> numbers = new HashSet<>();
        for (Link link : ascending) {
            numbers.add(link.head.number());
        }
        return numbers;
    }

    /** The segments as readers see them, the last one ending where told. */
    List<Segment> segments(Place end) {
        List<Segment> segments = new ArrayList<>();
        for (Link link : ascending) {
            Segment segment = link.segment();
            if (segment.number() == end.segment()) {
                segment.endsAt(end.offset());
            }
            if (segment.number() <= end.segment()) {
                segments.add(segment);
            }
        }
        return segments;
    }
}
