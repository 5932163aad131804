package dev.ringwal.log.segment;

import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StartBody;
import java.io.IOException;

/**
 * Walks a segment whose end nobody has said, to the first frame that does not verify. Concludes nothing: whether that place is
 * the end or damage depends on what attests what. One thread, one use.
 */
public final class TailScan {

    private final FrameScanner scanner;
    private final SegmentHead head;
    private final long last;
    private long at;
    private long nextSequence;
    private long end;
    private long endSequence;
    private long lastNanos;
    private Place attested;
    private boolean sealed;
    private boolean inBatch;
    private boolean hasControl;
    private long controlEnd;

    /**
     * @param head with a complete start
     * @param last records behind it are not the log's, whatever verifies
     */
    public TailScan(FrameScanner scanner, SegmentHead head, StartBody start, long last) {
        this.scanner = scanner;
        this.head = head;
        this.last = last;
        at = start.endOffset();
        end = at;
        endSequence = start.lastSequence() + start.copiedRecords();
        nextSequence = endSequence + 1;
        lastNanos = head.startNanos();
        attested = head.attested();
        hasControl = start.startBytes() > StartBody.FRAME_BYTES;
    }

    /** Walks. */
    public TailScan run() throws IOException {
        while (!sealed && scanner.frame(at) && belongsHere()) {
            accept();
        }
        return this;
    }

    private boolean belongsHere() {
        return switch (scanner.kind()) {
            case FrameHeader.DATA -> scanner.firstSequence() == nextSequence && scanner.records() >= 0 && scanner.lastSequence() <= last;
            case FrameHeader.CONTROL -> scanner.firstSequence() == nextSequence && !inBatch;
            case FrameHeader.INDEX, FrameHeader.POSTINGS, FrameHeader.TOPICS -> true;
            case FrameHeader.FOOTER -> Alignment.isPage(at);
            default -> false;
        };
    }

    private void accept() {
        Place says = scanner.attested();
        attested = says.compareTo(attested) > 0 ? says : attested;
        lastNanos = Math.max(lastNanos, scanner.timeNanos());
        nextSequence = scanner.lastSequence() + 1;
        sealed = scanner.kind() == FrameHeader.FOOTER;
        inBatch = scanner.kind() == FrameHeader.DATA && scanner.hasMore();
        hasControl |= scanner.kind() == FrameHeader.CONTROL || scanner.hasTopics();
        boolean isWhole = sealed || scanner.kind() == FrameHeader.CONTROL || scanner.kind() == FrameHeader.DATA && !inBatch;
        at = scanner.kind() == FrameHeader.INDEX ? Alignment.toPage(scanner.nextOffset()) : scanner.nextOffset();
        if (scanner.kind() == FrameHeader.CONTROL) {
            controlEnd = at;
        }
        if (isWhole) {
            end = at;
            endSequence = nextSequence - 1;
        }
    }

    /** Where something stands behind the first frame that does not verify that attests a place behind it, or -1. */
    public long evidenceBehind() throws IOException {
        long found = sealed ? -1 : scanner.findHeader(at + Alignment.FRAME_ALIGNMENT_BYTES);
        while (found >= 0) {
            Place says = scanner.attested();
            if (says.isIn(head.number(), head.salt()) && says.offset() > at) {
                return found;
            }
            found = scanner.findHeader(found + Alignment.FRAME_ALIGNMENT_BYTES);
        }
        return -1;
    }

    /** The last sequence in front of an offset at which a frame ends. */
    public long sequenceAt(long offset, StartBody start) throws IOException {
        long sequence = start.lastSequence() + start.copiedRecords();
        scanner.jump();
        for (long from = start.endOffset(); from < offset && scanner.header(from); from = scanner.nextOffset()) {
            sequence = scanner.kind() == FrameHeader.DATA ? scanner.lastSequence() : sequence;
        }
        return sequence;
    }

    /** Bytes behind the end that were written and do not count; where the file was used before, as far as headers tell them. */
    public long tornBytes() throws IOException {
        if (sealed) {
            return 0;
        }
        long used = Math.max(end, head.header().usedBytes());
        long torn = scanner.endOfNonZero(used);
        return (torn > used || used == end ? torn : endOfHeaders(used)) - end;
    }

    /** Behind the last frame with a header that verifies, if it begins behind the end and before the limit; else the end. */
    private long endOfHeaders(long limit) throws IOException {
        long behind = end;
        long found = scanner.findHeader(end);
        while (found >= 0 && found < limit) {
            behind = scanner.nextOffset();
            found = scanner.findHeader(behind);
        }
        return behind;
    }

    /** Whether it has control entries or records with topics; without, there is nothing to be read of them. */
    public boolean hasControl() {
        return hasControl;
    }

    /** Behind the last frame of control entries of its own; 0 where there is none. */
    public long controlEnd() {
        return controlEnd;
    }

    /** The first frame that does not verify begins here. */
    public long firstBad() {
        return at;
    }

    /** Behind the last whole frame of the last whole batch. */
    public long end() {
        return end;
    }

    /** The last sequence in front of the end. */
    public long endSequence() {
        return endSequence;
    }

    /** The latest time that a frame says. */
    public long lastNanos() {
        return lastNanos;
    }

    /** The furthest position that a frame attests. */
    public Place attested() {
        return attested;
    }

    /** Whether a footer ends the segment. */
    public boolean isSealed() {
        return sealed;
    }
}
