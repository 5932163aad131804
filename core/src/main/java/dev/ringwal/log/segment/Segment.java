package dev.ringwal.log.segment;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.Postings;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.SparseIndex;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.TopicIndex;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A live segment as readers see it: which records begin in it and where it ends. Any thread.
 */
public final class Segment {

    /** The end of a segment that is being written: readers are then held by the durable sequence. */
    public static final long OPEN = Long.MAX_VALUE;

    /** Of {@link #cutAfter}: it does not begin with a truncation. */
    public static final long NO_CUT = Long.MIN_VALUE;

    private final long number;
    private final String name;
    private final long salt;
    private final long firstSequence;
    private final long startNanos;
    private final long cutAfter;
    private volatile long end;

    /** Of the open segment: grows as frames are written, and is the next one's from its start on. Null once it is sealed: see the footer. */
    private volatile @Nullable SparseIndex live;

    /** The same of topics. */
    private volatile @Nullable TopicIndex liveTopics;

    public Segment(long number, long salt, StartBody start, long startNanos, long end) {
        this(number, salt, start.lastSequence() + 1, startNanos, end, start.cutAfter());
    }

    /** @param startNanos when its start was written: all records of segments before it are older */
    public Segment(long number, long salt, long firstSequence, long startNanos, long end) {
        this(number, salt, firstSequence, startNanos, end, NO_CUT);
    }

    private Segment(long number, long salt, long firstSequence, long startNanos, long end, long cutAfter) {
        this.cutAfter = cutAfter;
        this.number = number;
        this.name = SegmentName.of(number);
        this.salt = salt;
        this.firstSequence = firstSequence;
        this.startNanos = startNanos;
        this.end = end;
    }

    Segment(long number, long salt, StartBody start, long startNanos, SparseIndex live, TopicIndex liveTopics) {
        this(number, salt, start, startNanos, OPEN);
        this.live = live;
        this.liveTopics = liveTopics;
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

    /** Where the log was truncated by the start of this segment: its last record then. {@link #NO_CUT} if it was not. */
    public long cutAfter() {
        return cutAfter;
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

    /** The same, of a log that was truncated there. Readers that have this one look on for where they are until they learn of that. */
    public Segment cutAt(long offset) {
        return new Segment(number, salt, firstSequence, startNanos, offset, cutAfter);
    }

    /** From now on it ends there, as all know that look at it. */
    public void endsAt(long offset) {
        end = offset;
        live = null; // after the end: whoever finds no index here looks there
        liveTopics = null;
    }

    /** Where to begin looking for the record. */
    public long offsetNear(long sequence, FrameScanner scanner, IndexCache indexes) throws IOException {
        SparseIndex index = live;
        long noted = index == null ? SparseIndex.OF_ANOTHER : index.offsetIn(number, sequence, Alignment.PAGE_BYTES);
        if (noted != SparseIndex.OF_ANOTHER) {
            return noted;
        }
        return end == OPEN ? Alignment.PAGE_BYTES : indexes.of(this, scanner).offsetOf(sequence, Alignment.PAGE_BYTES);
    }

    /**
     * The frames with records of the topic, or null when nobody has noted them: the segment was not sealed, or is being written by
     * another process, or it is the default topic. Of the open segment it grows.
     */
    public @Nullable Postings postings(int topic, FrameScanner scanner) throws IOException {
        if (topic == RecordHead.DEFAULT_TOPIC) {
            return null;
        }
        TopicIndex index = liveTopics;
        if (index != null) {
            return index.of(topic);
        }
        if (end == OPEN) {
            return null;
        }
        scanner.refresh(); // what it knows may be from before there was a footer
        FooterBody footer = readFooter(scanner, end);
        scanner.jump();
        return footer == null ? null : readPostings(footer.topicsOffset(), topic, scanner);
    }

    private Postings readPostings(long topicsOffset, int topic, FrameScanner scanner) throws IOException {
        if (topicsOffset == 0) {
            return Postings.NONE;
        }
        if (!scanner.frame(topicsOffset) || scanner.kind() != FrameHeader.TOPICS) {
            throw damagedIndex(topicsOffset);
        }
        long place = TopicIndex.placeOf(topic, scanner.buffer(), scanner.index());
        scanner.jump();
        if (place < 0) {
            return Postings.NONE;
        }
        if (!scanner.frame(place) || !Postings.isOf(topic, scanner.buffer(), scanner.index())) {
            throw damagedIndex(place);
        }
        Postings postings = Postings.decode(scanner.buffer(), scanner.index());
        scanner.jump();
        return postings;
    }

    private CorruptLogException damagedIndex(long offset) {
        return new CorruptLogException(name, offset, firstSequence, "the index of topics does not verify");
    }

    /** Where there is no footer at the end an empty one: a segment that was not sealed is read from its beginning. */
    SparseIndex readIndex(FrameScanner scanner) throws IOException {
        scanner.refresh(); // as above
        FooterBody footer = readFooter(scanner, end);
        scanner.jump();
        if (footer == null || !scanner.frame(footer.indexOffset()) || scanner.kind() != FrameHeader.INDEX) {
            return new SparseIndex();
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
