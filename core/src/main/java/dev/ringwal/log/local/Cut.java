package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.ControlScan;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;

/**
 * Where a log is to end: behind a record, which may stand within a frame. What the frame has in front of it is then written again behind
 * the start that says so, and in front of that all of the record's batch, as no batch may lie in two segments. Reads the segment up to
 * there. One thread, one use.
 */
final class Cut implements Closeable {

    private final Segment segment;
    private final StorageFile file;
    private final FrameScanner frame;

    /** Names and positions in front of the place. */
    private ControlState control;
    private Place place = Place.NONE;
    private long lastSequence;

    // What is written again: whole frames from the place on, and the first records of the one that begins there.
    private long dividedAt;
    private int partRecords;
    private int partBytes;
    private long copiedFrameBytes;

    private Cut(Segment segment, StorageFile file) throws IOException {
        this.segment = segment;
        this.file = file;
        frame = new FrameScanner(file, segment.name(), segment.salt());
        control = new ControlState();
    }

    /**
     * Finds it.
     *
     * @param segment with the record, or the one that begins behind it where that is the first
     * @throws TruncationRefusedException when the batch goes on behind the record
     */
    static Cut behind(long sequence, Segment segment, Storage storage) throws IOException {
        Cut cut = new Cut(segment, storage.openForReading(segment.name()));
        boolean found = false;
        try {
            cut.find(sequence);
            found = true;
            return cut;
        } finally {
            if (!found) {
                cut.close();
            }
        }
    }

    private void find(long sequence) throws IOException {
        ControlScan scan = new ControlScan(frame, segment.name());
        long at = startState(scan);
        long last = segment.firstSequence() - 1;
        boolean inBatch = false;
        endsAt(at, last);
        while (last < sequence) {
            moveTo(at, sequence);
            if (frame.kind() == FrameHeader.DATA) {
                if (frame.lastSequence() >= sequence && !endsWith(sequence)) {
                    divide(at, sequence);
                    break;
                }
                last = frame.lastSequence();
                inBatch = frame.hasMore();
            }
            scan.add();
            at = frame.nextOffset();
            if (!inBatch) {
                endsAt(at, last);
            }
        }
        control = inBatch ? stateAtPlace() : scan.state();
    }

    private void endsAt(long offset, long last) {
        place = segment.place(offset);
        lastSequence = last;
    }

    private void moveTo(long at, long sequence) throws IOException {
        if (at >= segment.end() || !frame.frame(at)) {
            throw new CorruptLogException(segment.name(), at, sequence, "no frame that verifies, but record " + sequence + " is durable");
        }
    }

    /** Behind the start frame, and the names and positions that the start repeats. */
    private long startState(ControlScan scan) throws IOException {
        long at = frame.frame(SegmentHeader.BYTES) ? frame.nextOffset() : SegmentHeader.BYTES;
        if (frame.frame(at) && frame.kind() == FrameHeader.CONTROL) {
            scan.add();
            at = frame.nextOffset();
        }
        return at;
    }

    /** Once more, where frames behind the place were scanned too. */
    private ControlState stateAtPlace() throws IOException {
        frame.jump();
        return new ControlScan(frame, segment.name()).upTo(place.offset());
    }

    /** The last record in front of the segment that has the place. */
    long formerLastSequence() {
        return segment.firstSequence() - 1;
    }

    private boolean endsWith(long sequence) {
        if (frame.lastSequence() == sequence && frame.hasMore()) {
            throw inBatch(sequence);
        }
        return frame.lastSequence() == sequence;
    }

    private void divide(long at, long sequence) {
        int begin = frame.index() + FrameHeader.BYTES;
        int end = begin;
        int head = 0;
        for (long record = frame.firstSequence(); record <= sequence; record++) {
            head = frame.buffer().getInt(end);
            end += RecordHead.bytes(head) + RecordHead.length(head);
        }
        if (RecordHead.hasMore(head)) {
            throw inBatch(sequence);
        }
        dividedAt = at;
        partRecords = Math.toIntExact(sequence - frame.firstSequence() + 1);
        partBytes = end - begin;
        copiedFrameBytes = at - place.offset() + FrameHeader.frameBytes(partBytes);
    }

    private static TruncationRefusedException inBatch(long sequence) {
        return new TruncationRefusedException("cannot truncate behind record " + sequence + ": its batch goes on with the next one");
    }

    /** Where the log before ends: at the end of a frame, and of a batch. */
    Place place() {
        return place;
    }

    /** The last record in front of the place. */
    long lastSequence() {
        return lastSequence;
    }

    /** Names and positions in front of the place. */
    ControlState control() {
        return control;
    }

    /** Bytes of the frames in which records are written again; 0 where none are. */
    long copiedFrameBytes() {
        return copiedFrameBytes;
    }

    /**
     * Writes again what stands between the place and the new end.
     *
     * @param counts of topics, to which those of what is written again are added
     */
    void copy(SegmentWriter to, ControlState counts) throws IOException {
        if (partRecords == 0) {
            return;
        }
        frame.jump();
        for (long at = place.offset(); at < dividedAt; at = frame.nextOffset()) { // of one batch: all have records
            moveTo(at, lastSequence + 1);
            to.copy(frame, place);
            count(counts, frame.records());
        }
        moveTo(dividedAt, lastSequence + 1);
        to.copyPart(frame, partRecords, partBytes, place);
        count(counts, partRecords);
    }

    private void count(ControlState counts, int records) {
        if (frame.hasTopics()) {
            counts.countFirst(frame.buffer(), frame.index(), records);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
