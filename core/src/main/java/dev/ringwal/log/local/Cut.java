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
 * the start that says so. Reads the segment up to there. One thread, one use.
 */
final class Cut implements Closeable {

    private final Segment segment;
    private final StorageFile file;
    private final FrameScanner frame;
    private final ControlScan control;
    private Place place = Place.NONE;
    private long lastSequence;
    private int copiedRecords;
    private int copiedBytes;

    private Cut(Segment segment, StorageFile file) throws IOException {
        this.segment = segment;
        this.file = file;
        frame = new FrameScanner(file, segment.name(), segment.salt());
        control = new ControlScan(frame, segment.name());
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
        long at = startState();
        lastSequence = segment.firstSequence() - 1;
        while (lastSequence < sequence) {
            if (at >= segment.end() || !frame.frame(at)) {
                throw new CorruptLogException(segment.name(), at, sequence, "no frame that verifies, but record " + sequence + " is durable");
            }
            if (frame.kind() == FrameHeader.DATA && frame.lastSequence() >= sequence && !endsWith(sequence)) {
                divide(sequence);
                break;
            }
            control.add();
            lastSequence = frame.kind() == FrameHeader.DATA ? frame.lastSequence() : lastSequence;
            at = frame.nextOffset();
        }
        place = segment.place(at);
    }

    /** Behind the start frame, and the names and positions that the start repeats. */
    private long startState() throws IOException {
        long at = frame.frame(SegmentHeader.BYTES) ? frame.nextOffset() : SegmentHeader.BYTES;
        if (frame.frame(at) && frame.kind() == FrameHeader.CONTROL) {
            control.add();
            at = frame.nextOffset();
        }
        return at;
    }

    private boolean endsWith(long sequence) {
        if (frame.lastSequence() == sequence && frame.hasMore()) {
            throw inBatch(sequence);
        }
        return frame.lastSequence() == sequence;
    }

    private void divide(long sequence) {
        int begin = frame.index() + FrameHeader.BYTES;
        int at = begin;
        int head = 0;
        for (long record = frame.firstSequence(); record <= sequence; record++) {
            head = frame.buffer().getInt(at);
            at += RecordHead.bytes(head) + RecordHead.length(head);
        }
        if (RecordHead.hasMore(head)) {
            throw inBatch(sequence);
        }
        copiedRecords = Math.toIntExact(sequence - frame.firstSequence() + 1);
        copiedBytes = at - begin;
    }

    private static TruncationRefusedException inBatch(long sequence) {
        return new TruncationRefusedException("cannot truncate behind record " + sequence + ": its batch goes on with the next one");
    }

    /** Where the log before ends: at the end of a frame. */
    Place place() {
        return place;
    }

    /** The last record in front of the place. */
    long lastSequence() {
        return lastSequence;
    }

    int copiedRecords() {
        return copiedRecords;
    }

    /** Of the frame in which they are written again; 0 where none are. */
    int copiedFrameBytes() {
        return copiedRecords == 0 ? 0 : FrameHeader.frameBytes(copiedBytes);
    }

    /** Names and positions in front of the place. */
    ControlState control() {
        return control.state();
    }

    /** Writes again what stands between the place and the new end. */
    void copy(SegmentWriter to) throws IOException {
        if (copiedRecords > 0) {
            to.copyPart(frame, copiedRecords, copiedBytes, place);
        }
    }

    /** Adds the topics of what is written again to counts of those in front of the place. */
    void countCopied(ControlState counts) {
        if (copiedRecords > 0 && frame.hasTopics()) {
            counts.countFirst(frame.buffer(), frame.index(), copiedRecords);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
