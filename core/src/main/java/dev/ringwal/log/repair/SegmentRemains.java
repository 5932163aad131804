package dev.ringwal.log.repair;

import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.LostStart;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All frames of one file that verify, wherever they stand. Time and memory grow with the file, whatever is in it. One thread. */
final class SegmentRemains {

    /** A frame with records. */
    private record Frame(long offset, long end, long firstSequence, int records, boolean hasMore) {

        long lastSequence() {
            return firstSequence + records - 1;
        }
    }

    private final long number;
    private final long salt;
    private final List<Frame> frames = new ArrayList<>();
    private final Map<Integer, String> topics = new HashMap<>();
    private final Map<String, Optional<ConsumerPosition>> consumers = new HashMap<>();
    private @Nullable StartBody start;
    private Place attested = Place.NONE;
    private boolean attestsItself;
    private long lastBefore;

    private SegmentRemains(long number, long salt) {
        this.number = number;
        this.salt = salt;
    }

    static SegmentRemains of(Storage storage, long number, long salt, @Nullable StateSlot state) throws IOException {
        SegmentRemains remains = new SegmentRemains(number, salt);
        String name = SegmentName.of(number);
        try (StorageFile file = storage.openForReading(name)) {
            FrameScanner scanner = new FrameScanner(file, name, salt);
            remains.scan(scanner);
            remains.lastBefore = LostStart.lastBefore(scanner, number, salt, state);
        }
        return remains;
    }

    private void scan(FrameScanner scanner) throws IOException {
        long at = scanner.findHeader(SegmentHeader.BYTES);
        while (at >= 0) {
            if (scanner.frame(at)) {
                add(scanner, at);
                at = scanner.findHeader(scanner.nextOffset());
            } else {
                at = scanner.findHeader(at + Alignment.FRAME_ALIGNMENT_BYTES);
            }
        }
    }

    private void add(FrameScanner scanner, long at) {
        Place says = scanner.attested();
        attestsItself |= says.isIn(number, salt);
        attested = says.compareTo(attested) > 0 ? says : attested;
        if (scanner.kind() == FrameHeader.DATA && isPlausible(scanner)) {
            frames.add(new Frame(at, scanner.nextOffset(), scanner.firstSequence(), scanner.records(), scanner.hasMore()));
        } else if (scanner.kind() == FrameHeader.START && at == SegmentHeader.BYTES
                && StartBody.isKnown(scanner.buffer(), scanner.index())) {
            start = StartBody.decode(scanner.buffer(), scanner.index());
        } else if (scanner.kind() == FrameHeader.CONTROL) {
            ControlEntry.noteTopics(ControlState.entries(scanner.buffer(), scanner.index()), topics);
            ControlEntry.noteConsumers(ControlState.entries(scanner.buffer(), scanner.index()), consumers);
            frames.add(new Frame(at, scanner.nextOffset(), scanner.firstSequence(), 0, false));
        } else if (scanner.kind() == FrameHeader.FOOTER) {
            frames.add(new Frame(at, scanner.nextOffset(), scanner.firstSequence(), 0, false)); // which record comes next is known there
        }
    }

    /** A checksum says that somebody wrote it, not that it was Ringwal. */
    private static boolean isPlausible(FrameScanner frame) {
        return frame.firstSequence() >= 0 && frame.lastSequence() >= frame.firstSequence()
                && frame.records() <= frame.bodyLength() / Group.RECORD_HEADER_BYTES;
    }

    long number() {
        return number;
    }

    /** The topics that it names, by number. */
    Map<Integer, String> topics() {
        return topics;
    }

    /** Positions that it says, the last one of each consumer; empty where that was deleted. */
    Map<String, Optional<ConsumerPosition>> consumers() {
        return consumers;
    }

    /** The furthest place that a frame in it says was covered by a sync. */
    Place attested() {
        return attested;
    }

    /** The start, if all that belongs to it verifies. */
    @Nullable StartBody completeStart() {
        StartBody says = start;
        if (says == null) {
            return null;
        }
        long at = startEnd();
        long records = 0;
        for (Frame frame : frames) {
            if (frame.offset == at && at < says.endOffset()) {
                at = frame.end;
                records += frame.records;
            }
        }
        return at == says.endOffset() && records == says.copiedRecords() ? says : null;
    }

    /** The last record in front of it, as far as it tells; {@link Long#MAX_VALUE} where it does not. */
    long lastBefore() {
        return lastBefore;
    }

    /**
     * The last record that a sync had covered when it had covered all up to the offset. Where the frame in front of that is lost, the one
     * behind tells, which is not too low; -1 where none does.
     */
    long lastUpTo(long offset) {
        long last = -1;
        boolean isWhole = offset == startEnd();
        for (Frame frame : frames) {
            if (frame.offset >= offset) {
                return isWhole ? last : frame.firstSequence - 1;
            }
            last = frame.hasMore ? last : frame.lastSequence();
            isWhole = frame.end == offset;
        }
        return last;
    }

    private static long startEnd() {
        return SegmentHeader.BYTES + StartBody.FRAME_BYTES;
    }

    /**
     * Whether it was ever a part of the log: an unfinished start says nothing, unless something says that it was synced. So does a later
     * segment that something attests: it was begun only when this one was sealed.
     */
    boolean wasUsed(Place furthest) {
        return completeStart() != null || attestsItself || furthest.isIn(number, salt) || furthest.segment() > number;
    }

    /**
     * Whole batches only, ascending. Behind a hole there is nothing but a torn tail, unless all that was there is known to have been synced.
     *
     * @param lastSequence records behind it are void
     * @param furthest     the furthest place of the log that a sync is known to have covered
     */
    List<Stretch> stretches(long lastSequence, Place furthest) {
        List<Stretch> stretches = new ArrayList<>();
        long proven = furthest.isIn(number, salt) ? furthest.offset() : furthest.segment() > number ? Long.MAX_VALUE : 0;
        long wholeUpTo = startEnd();
        int begin = 0;
        while (begin < frames.size() && frames.get(begin).lastSequence() <= lastSequence
                && (frames.get(begin).offset == wholeUpTo || frames.get(begin).offset <= proven)) {
            int end = begin + 1;
            while (end < frames.size() && frames.get(end).lastSequence() <= lastSequence && follows(frames.get(end - 1), frames.get(end))) {
                end++;
            }
            add(stretches, begin, end);
            wholeUpTo = frames.get(end - 1).end;
            begin = end;
        }
        return stretches;
    }

    private static boolean follows(Frame one, Frame other) {
        return one.end == other.offset && one.lastSequence() + 1 == other.firstSequence;
    }

    /** Without the frames at the end whose batch goes on in one that is lost. */
    private void add(List<Stretch> stretches, int begin, int end) {
        int whole = end;
        while (whole > begin && frames.get(whole - 1).hasMore) {
            whole--;
        }
        if (whole > begin && frames.get(whole - 1).lastSequence() >= frames.get(begin).firstSequence) {
            Frame first = frames.get(begin);
            Frame last = frames.get(whole - 1);
            stretches.add(new Stretch(number, SegmentName.of(number), salt, first.offset, last.end, first.firstSequence, last.lastSequence()));
        }
    }
}
