package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.FrameHeader;
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
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
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
                scanner.open(opened, other.name(), other.salt());
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
            goOnElsewhere(in, sequence);
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
        index = at.index();
        firstSequence = at.firstSequence();
        records = at.records();
        timeNanos = at.timeNanos();
        return true;
    }

    /** What does not verify is damage, unless the segment was trimmed, and its file used again, meanwhile. */
    private void goOnElsewhere(Segment in, long sequence) throws IOException {
        long offset = scanner().offset();
        drop();
        Segments segments = view.segmentsNow();
        if (segments.isEmpty() || segments.first().number() <= in.number()) {
            throw new CorruptLogException(in.name(), offset, sequence, "no frame that verifies, but record " + sequence
                    + " is durable");
        }
        leave();
        files.closeBefore(segments.first().number());
        locate(sequence);
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

    long timeNanos() {
        return timeNanos;
    }

    /** Forgets where it is; the file stays open. */
    void drop() {
        next = -1;
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
