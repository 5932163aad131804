package dev.ringwal.log.segment;

import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SparseIndex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A live segment as readers see it: which records begin in it and where it ends. Any thread.
 */
public final class Segment {

    /** The end of a segment that is being written: readers are then held by the durable sequence. */
    public static final long OPEN = Long.MAX_VALUE;

    private final long number;
    private final String name;
    private final long salt;
    private final long firstSequence;
    private final long startNanos;
    private volatile long end;

    private static final SparseIndex NO_INDEX = new SparseIndex();

    /** Of the open segment: grows as frames are written. Null once it is sealed: then the footer has it. */
    private volatile @Nullable SparseIndex live;

    /** @param startNanos when its start was written: all records of segments before it are older */
    public Segment(long number, long salt, long firstSequence, long startNanos, long end) {
        this.number = number;
        this.name = SegmentName.of(number);
        this.salt = salt;
        this.firstSequence = firstSequence;
        this.startNanos = startNanos;
        this.end = end;
    }

    Segment(long number, long salt, long firstSequence, long startNanos, SparseIndex live) {
        this(number, salt, firstSequence, startNanos, OPEN);
        this.live = live;
    }

    public long number() {
        return number;
    }

    public long salt() {
        return salt;
    }

    public String name() {
        return name;
    }

    /** The first record in it, or the next to come. */
    public long firstSequence() {
        return firstSequence;
    }

    /** When its start was written; everything in segments before it was written earlier. */
    public long startNanos() {
        return startNanos;
    }

    /** Behind it everything is void; {@link #OPEN} while it is being written. */
    public long end() {
        return end;
    }

    public Place place(long offset) {
        return new Place(number, salt, offset);
    }

    /** From now on it ends there. */
    public void endsAt(long offset) {
        end = offset;
        live = null; // after the end: whoever finds no index here looks there
    }

    /** Where to begin looking for the record. */
    public long offsetNear(long sequence, FrameScanner scanner, IndexCache indexes) throws IOException {
        SparseIndex index = live;
        if (index == null) {
            index = end == OPEN ? NO_INDEX : indexes.of(this, scanner);
        }
        return index.offsetOf(sequence, Alignment.PAGE_BYTES);
    }

    /** Empty where there is no footer at the end: a segment that was not sealed is read from its beginning. */
    SparseIndex readIndex(FrameScanner scanner) throws IOException {
        FooterBody footer = readFooter(scanner, end);
        scanner.jump();
        if (footer == null || !scanner.frame(footer.indexOffset()) || scanner.kind() != FrameHeader.INDEX) {
            return NO_INDEX;
        }
        return SparseIndex.decode(scanner.buffer(), scanner.index());
    }

    /** The footer that ends at the offset, or null if none that verifies does. */
    public static @Nullable FooterBody readFooter(FrameScanner scanner, long end) throws IOException {
        long begin = end - FooterBody.FRAME_BYTES;
        if (!Alignment.isPage(end) || begin <= 0 || !scanner.frame(begin) || scanner.kind() != FrameHeader.FOOTER
                || !FooterBody.isWhole(scanner.buffer(), scanner.index())) {
            return null;
        }
        return FooterBody.decode(scanner.buffer(), scanner.index());
    }
}
