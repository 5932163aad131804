package dev.ringwal.log.local;

import dev.ringwal.log.Address;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Postings;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.IndexCache;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frame that holds a record, going on from the one before where it can. Owns the files it reads, opened when first wanted
 * and again after an interrupt has closed one. One thread at a time.
 */
final class FrameCursor {

    private final OpenFiles files;
    private final LogView view;
    private final IndexCache indexes;
    private @Nullable FrameScanner scanner;
    private @Nullable StorageFile file;
    private @Nullable Segment segment;

    /** Where the next frame begins; negative when it has to be looked up. */
    private long next = -1;

    /** All up to this record was durable before anything that the scanner has read ahead was read. */
    private long readUpTo = -1;

    private boolean closed;

    // Of the current frame.
    private int index;
    private long firstSequence;
    private int records;
    private long timeNanos;

    FrameCursor(Storage storage, LogView view, IndexCache indexes) {
        files = new OpenFiles(storage);
        this.view = view;
        this.indexes = indexes;
    }

    /**
     * Moves to the frame with the record, which is durable, and verifies it.
     *
     * @return where its records begin in {@link #buffer()}
     */
    int find(long sequence, long durable) throws IOException {
        requireOpen();
        if (next < 0) {
            locate(sequence);
        }
        if (sequence > readUpTo) {
            scanner().refresh();
            readUpTo = durable;
        }
        while (!isAt(sequence)) {
            // Moved past a frame or to the next segment.
        }
        return index + FrameHeader.BYTES;
    }

    /** Opens the segment with the record, and looks up where to begin. */
    private void locate(long sequence) throws IOException {
        Segments segments = view.segments();
        if (!segments.isEmpty()) {
            leaveTrimmed(segments.first().number());
        }
        Segment holder = segments.containing(sequence);
        if (holder == null) {
            throw new RecordGoneException(sequence, segments.isEmpty() ? sequence + 1 : segments.first().firstSequence());
        }
        if (holder != segment || file == null) {
            open(holder, sequence);
        }
        next = holder.offsetNear(sequence, scanner(), indexes);
        scanner().jump();
    }

    /** The segment's frames with records of the topic, or null when nobody has noted them. @param sequence that is wanted of it */
    @Nullable Postings postings(Segment of, int topic, long sequence) throws IOException {
        enter(of, sequence);
        Postings postings = of.postings(topic, scanner());
        drop();
        return postings;
    }

    /** Where in the segment to begin looking for the record. */
    long offsetNear(Segment in, long sequence) throws IOException {
        enter(in, sequence);
        long offset = in.offsetNear(sequence, scanner(), indexes);
        scanner().jump();
        drop();
        return offset;
    }

    private void enter(Segment in, long sequence) throws IOException {
        requireOpen();
        if (in != segment || file == null) {
            Segments segments = view.segments();
            leaveTrimmed(segments.isEmpty() ? in.number() : segments.first().number());
            open(in, sequence);
            scanner().refresh();
        }
    }

    /**
     * Moves to the frame with records that begins there in the segment, and verifies it.
     *
     * @param sequence that is wanted, should the segment be trimmed meanwhile
     * @return where its records begin in {@link #buffer()}; -1 when the segment is not the log's any more: look again
     */
    int at(Segment in, long offset, long sequence) throws IOException {
        enter(in, sequence);
        FrameScanner at = scanner();
        if (!isDataAt(at, offset)) {
            at.refresh(); // it may have been written since
            if (!isDataAt(at, offset)) {
                checkNotTrimmed(in, offset, at.header(offset) ? Math.max(sequence, at.firstSequence()) : sequence);
                return -1;
            }
        }
        hold(at);
        next = at.nextOffset();
        readUpTo = Math.max(readUpTo, at.lastSequence());
        return index + FrameHeader.BYTES;
    }

    /** Whether the damaged frame that begins there has nothing but records in front of that one. */
    boolean isDamageBefore(Segment in, long offset, long sequence) throws IOException {
        enter(in, sequence);
        FrameScanner at = scanner();
        at.jump();
        return at.header(offset) ? at.lastSequence() < sequence : behindDamage(at, in, offset, sequence) >= 0;
    }

    /** Where a frame begins behind one without a header that verifies, if what is wanted cannot lie before it; else -1. */
    private static long behindDamage(FrameScanner at, Segment in, long offset, long sequence) throws IOException {
        at.refresh(); // the file may be shorter than it was
        at.jump();
        long found = at.findHeader(offset + Alignment.FRAME_ALIGNMENT_BYTES);
        return found >= 0 && found < in.end() && at.firstSequence() <= sequence ? found : -1;
    }

    /** The same for an address; -1 when the record is not there, or no longer. */
    int at(Address address) throws IOException {
        Segment in = view.segments().withNumber(address.segment());
        if (in == null || address.offset() >= in.end() || address.offset() % Alignment.FRAME_ALIGNMENT_BYTES != 0) {
            return -1;
        }
        enter(in, address.sequence());
        FrameScanner at = scanner();
        if (address.offset() < SegmentHeader.BYTES || !isDataAt(at, address.offset())
                || at.firstSequence() + address.index() != address.sequence() || at.lastSequence() < address.sequence()) {
            drop();
            return -1;
        }
        hold(at);
        next = at.nextOffset();
        readUpTo = Math.max(readUpTo, at.lastSequence());
        return index + FrameHeader.BYTES;
    }

    private static boolean isDataAt(FrameScanner at, long offset) throws IOException {
        at.jump();
        return at.frame(offset) && at.kind() == FrameHeader.DATA;
    }

    private void leaveTrimmed(long first) {
        if (segment != null && segment.number() < first) {
            leave();
        }
        files.closeBefore(first);
    }

    private void open(Segment other, long sequence) throws IOException {
        leave();
        try {
            StorageFile opened = files.open(other);
            file = opened;
            segment = other;
            if (scanner == null) {
                scanner = new FrameScanner(opened, other.name(), other.salt());
            } else {
                long end = other.end();
                scanner.open(opened, other.name(), other.salt(), end == Segment.OPEN ? opened.length() : end);
            }
        } catch (NoSuchFileException e) {
            checkNotGone(sequence);
            throw e;
        }
    }

    /** If the record is trimmed meanwhile, that is no damage. */
    private void checkNotGone(long sequence) throws IOException {
        Segments segments = view.segmentsNow();
        if (!segments.isEmpty() && segments.first().firstSequence() > sequence) {
            leave();
            throw new RecordGoneException(sequence, segments.first().firstSequence());
        }
    }

    /** Looks at the next frame: true if it has the record, else moves on. */
    private boolean isAt(long sequence) throws IOException {
        FrameScanner at = scanner();
        Segment in = Objects.requireNonNull(segment);
        if (next >= in.end()) {
            enterNextSegment(in, sequence);
            return false;
        }
        if (!at.header(next)) {
            goOnBehindDamage(at, in, sequence);
            return false;
        }
        if (at.kind() == FrameHeader.INDEX || at.kind() == FrameHeader.FOOTER) {
            enterNextSegment(in, sequence);
            return false;
        }
        next = at.nextOffset();
        return at.kind() == FrameHeader.DATA && at.lastSequence() >= sequence && take(at, in, sequence);
    }

    private boolean take(FrameScanner at, Segment in, long sequence) throws IOException {
        if (!at.body() || at.firstSequence() > sequence) {
            goOnElsewhere(in, sequence);
            return false;
        }
        hold(at);
        return true;
    }

    private void hold(FrameScanner at) {
        index = at.index();
        firstSequence = at.firstSequence();
        records = at.records();
        timeNanos = at.timeNanos();
    }

    /** What lies in front of the record need not verify; who was told of damage can seek past it. */
    private void goOnBehindDamage(FrameScanner at, Segment in, long sequence) throws IOException {
        long damage = next;
        long behind = isTrimmed(in, view.segmentsNow()) ? -1 : behindDamage(at, in, damage, sequence);
        if (behind < 0) {
            at.header(damage);
            goOnElsewhere(in, sequence);
        } else {
            next = behind;
        }
    }

    private void goOnElsewhere(Segment in, long sequence) throws IOException {
        checkNotTrimmed(in, scanner().offset(), sequence);
        locate(sequence);
    }

    /** What does not verify is damage, unless the segment was trimmed, and its file used again, meanwhile. */
    private void checkNotTrimmed(Segment in, long offset, long sequence) throws IOException {
        drop();
        Segments segments = view.segmentsNow();
        if (!isTrimmed(in, segments)) {
            throw new CorruptLogException(in.name(), offset, sequence, "no frame that verifies, but record " + sequence
                    + " is durable");
        }
        leave();
        files.closeBefore(segments.first().number());
    }

    private static boolean isTrimmed(Segment in, Segments segments) {
        return !segments.isEmpty() && segments.first().number() > in.number();
    }

    private void enterNextSegment(Segment from, long sequence) throws IOException {
        Segments segments = view.segments();
        Segment following = segments.after(from.number());
        if (following == null) {
            throw new CorruptLogException(from.name(), next, sequence, "the segment ends, but record " + sequence + " is durable");
        }
        if (following.firstSequence() > sequence && segments.first().number() > from.number()) {
            drop();
            throw new RecordGoneException(sequence, segments.first().firstSequence());
        }
        leave();
        files.close(from); // a replay does not come back
        files.closeBefore(segments.first().number());
        open(following, sequence);
        next = SegmentHeader.BYTES;
        readUpTo = view.durableSequence();
        scanner().refresh();
    }

    private FrameScanner scanner() {
        return Objects.requireNonNull(scanner);
    }

    /** The memory that holds the frame. */
    ByteBuffer buffer() {
        return scanner().buffer();
    }

    /** Where it stands; null when it was moved nowhere yet. */
    @Nullable Segment segment() {
        return segment;
    }

    String name() {
        return Objects.requireNonNull(segment).name();
    }

    long offset() {
        return scanner().offset();
    }

    int bodyLength() {
        return scanner().bodyLength();
    }

    int records() {
        return records;
    }

    /** The sequence of the record behind which, itself included, so many are left in the frame. */
    long sequenceOf(int left) {
        return firstSequence + records - left;
    }

    boolean hasTopics() {
        return FrameHeader.hasTopics(scanner().buffer(), index);
    }

    long timeNanos() {
        return timeNanos;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
    }

    /** Forgets where it is; the file stays open. */
    void drop() {
        next = -1;
    }

    /** The log was truncated: forgets what it has read, as sequences are given anew, and the files, as what is void is deleted. */
    void leaveVoid() {
        reset();
        readUpTo = -1;
    }

    /** Forgets the files too: an interrupt may have closed one. */
    void reset() {
        leave();
        files.closeAll();
    }

    private void leave() {
        drop();
        file = null;
        segment = null;
    }

    void close() {
        closed = true;
        reset();
    }
}
