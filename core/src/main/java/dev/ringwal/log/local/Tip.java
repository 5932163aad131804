package dev.ringwal.log.local;

import dev.ringwal.log.format.Alignment;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.TopicIndex;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.storage.NoSpaceException;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log where groups are written: finds each one room, rolling when the open segment is full. The writing thread only.
 *
 * <p>Order at a roll: space for the group in the next file is taken; the full segment is sealed and synced with its footer; only
 * then a frame is written to the next one. So a gap or damage before the last segment is never a torn tail.
 */
final class Tip {

    /**
     * Where a sync covers that much, zeros written ahead cost more than what they spare: blocks that are there make a sync some
     * 100 to 300 microseconds shorter, but writing twice halves what the disk takes.
     */
    private static final long LARGE_SYNC_BYTES = 512 * 1024;

    /**
     * Where a sync covers no more, the next file is filled in steps: filled in one go it takes the disk from the log's own syncs for
     * tens of milliseconds. Where a sync covers more, records are many at a time, and the syncs of the steps cost more than that does.
     */
    private static final long SMALL_SYNC_BYTES = 16 * 1024;

    /** A step. While it is written and synced the log's own syncs wait, and all records that come meanwhile. */
    private static final long STEP_BYTES = 128 * 1024;

    /** A step where syncs cover single records: however long it takes, one or two wait for it, so a few long ones are better than many. */
    private static final long STEP_BETWEEN_SINGLE_BYTES = 1024 * 1024;

    private static final Group NO_GROUP = new Group(0);

    /** So much of the open segment is used when the next file is begun that is filled in steps. */
    private static final double EARLY = 1.0 / 8;

    /** So much when that is full. */
    private static final double LATE = 7.0 / 8;

    /** So much when one is begun that is filled in one go, or not. */
    private static final double HALF = 1.0 / 2;

    private final Preparer preparer;
    private final Commit commit;
    private final SegmentSizes sizes;
    private final ControlBook book;
    private final LongSupplier wallClockNanos;
    private final Consumer<Segment> begun;
    private final Consumer<SegmentWriter> sealed;
    private @Nullable SegmentWriter open;
    /** Holds the space reserved for the group that comes next, when the open segment has none. */
    private @Nullable SegmentWriter next;
    // When the open segment was begun: syncs until then, its first sequence to be, the time.
    private long syncsBefore;
    private long firstSequence;
    private long begunNanos;
    private long nextNumber;
    private long nextSequence;
    /** The last record in front of the segment that is open, or was last. */
    private long formerLastSequence;
    private long lastNanos;
    private StartBody.Reason nextReason;

    /** Control entries in the groups that were taken. */
    private long controls;
    /** What stands in front of the group that comes next: the names of its new topics. */
    private byte[] naming = {};

    /**
     * @param begun  is told of each new segment before a record in it is durable
     * @param sealed gets each full segment once it is durable, to be closed
     */
    Tip(Findings findings, ControlBook book, Preparer preparer, Commit commit, SegmentSizes sizes, LongSupplier wallClockNanos,
            Consumer<Segment> begun, Consumer<SegmentWriter> sealed) {
        this.book = book;
        this.preparer = preparer;
        this.commit = commit;
        this.sizes = sizes;
        this.wallClockNanos = wallClockNanos;
        this.begun = begun;
        this.sealed = sealed;
        nextNumber = findings.nextNumber();
        nextSequence = findings.endSequence() + 1;
        formerLastSequence = findings.lastSequenceBeforeAttested();
        lastNanos = findings.lastNanos();
        nextReason = findings.top() == null ? StartBody.Reason.FIRST
                : findings.isSealed() ? StartBody.Reason.ROLL : StartBody.Reason.RECOVERY;
    }

    /** Goes on behind a start that recovery has written. */
    void resume(RecoveryStart.Written start) {
        begun.accept(start.segment());
        open = start.writer();
        firstSequence = start.segment().firstSequence();
        formerLastSequence = firstSequence - 1;
        begunNanos = lastNanos;
        commit.recovered(start.writer(), nextSequence - 1, start.lastInFront());
        nextNumber++;
        nextReason = StartBody.Reason.ROLL;
        sizes.begun();
    }

    /** Has the file of the first group made, beside what is left to do in an opening, unless recovery has begun a segment. */
    void prepareFirst() {
        if (open == null) {
            preparer.begin(nextNumber, sizes.next());
        }
    }

    /**
     * Takes space for the group and what it brings along, in the open segment or a next one.
     *
     * @throws dev.ringwal.log.storage.NoSpaceException when there is none: nothing was written
     */
    void reserve(Group group) throws IOException {
        naming = book.namesFor(group);
        SegmentWriter current = open;
        if (current == null || !reserve(current, group)) {
            next = reserveInNext(group);
        }
    }

    /** False when there is no space for it in the open segment, which may have been filled only in part; the next may have. */
    private boolean reserve(SegmentWriter current, Group group) throws IOException {
        long bytes = namingBytes() + current.bytesOf(group);
        if (!current.hasRoomFor(bytes)) {
            return false;
        }
        try {
            current.reserve(bytes, controlBytesAfter(group));
            return true;
        } catch (NoSpaceException e) {
            return false;
        }
    }

    private int namingBytes() {
        return naming.length == 0 ? 0 : FrameHeader.frameBytes(naming.length);
    }

    /** The most that the frame with all names and positions takes behind the group. */
    private long controlBytesAfter(Group group) {
        long more = naming.length + (long) group.controlBytes();
        return book.written().frameBytes() + (more == 0 ? 0 : FrameHeader.BYTES + Alignment.FRAME_ALIGNMENT_BYTES + more);
    }

    private SegmentWriter reserveInNext(Group group) throws IOException {
        if (!preparer.isReady()) {
            commit.sync(); // nobody whose records are written is to wait for the next file
        }
        SegmentWriter prepared = preparer.take(nextNumber, sizes.next());
        try {
            long starting = StartBody.FRAME_BYTES + (long) book.written().frameBytes();
            prepared.reserve(starting + namingBytes() + prepared.bytesOf(group), controlBytesAfter(group));
            return prepared;
        } catch (IOException | RuntimeException | Error e) {
            preparer.giveBack(prepared);
            throw e;
        }
    }

    /** Writes the group, for which space is reserved. Whatever fails here is final. */
    void write(Group group) throws IOException {
        SegmentWriter writer = next == null ? Objects.requireNonNull(open) : roll(next);
        if (naming.length > 0) { // in front: a record whose topic has no name would be damage
            writer.control(naming, now(), commit.attested());
        }
        commit.attestIn(group);
        writer.write(group, nextSequence, now());
        book.written(naming, group);
        nextSequence += group.records();
        controls += group.controls();
        commit.written(writer, nextSequence - 1, nextSequence - 1 + controls);
        if (group.controls() > 0) {
            book.settle();
        }
        prepareNext(writer);
    }

    /** Begins with the next file in time; in steps it is filled as the open one is, a little faster. */
    private void prepareNext(SegmentWriter writer) {
        double used = (double) (writer.offset() - SegmentHeader.BYTES) / (writer.limitBytes() - SegmentHeader.BYTES);
        if (used <= EARLY) {
            return;
        }
        long syncs = commit.syncs() - syncsBefore;
        long nextLimit = sizes.next();
        if (writer.offset() <= SMALL_SYNC_BYTES * syncs) {
            long step = nextSequence - firstSequence <= 2 * syncs ? STEP_BETWEEN_SINGLE_BYTES : STEP_BYTES;
            double wanted = nextLimit <= STEP_BYTES ? 1 : (used - EARLY) / (LATE - EARLY); // a few records fill a tiny one
            preparer.fill(nextNumber, nextLimit, (long) (wanted * nextLimit), step);
        } else if (used > HALF && writer.offset() <= LARGE_SYNC_BYTES * syncs) {
            preparer.fill(nextNumber, nextLimit, nextLimit, STEP_BYTES);
        } else if (used > HALF) {
            preparer.begin(nextNumber, nextLimit);
        }
    }

    /**
     * Ends the log behind a record in front of its end: begins the next segment with a start that says so. Durable when it returns; what
     * fails behind the taking of space is final.
     *
     * @param to   from {@link #takeNext}; given back where there is no space
     * @param told is told of the new segment before anybody learns of it otherwise
     * @return how many records are gone
     * @throws dev.ringwal.log.storage.NoSpaceException when there is no space: nothing was written
     */
    long truncate(long lastSequence, Cut cut, SegmentWriter to, Consumer<Segment> told) throws IOException {
        ControlState control = book.written().copy();
        control.cutTo(lastSequence, cut.control()); // what is written again is counted behind
        int copied = Math.toIntExact(lastSequence - cut.lastSequence());
        long bytes = StartBody.FRAME_BYTES + (long) control.frameBytes() + cut.copiedFrameBytes();
        long topicBytes = new TopicIndex().bytesAfter(copied, control.topics());
        to.reserve(bytes + topicBytes, control.frameBytes());
        long removed = nextSequence - 1 - lastSequence;
        long gone = controls + removed + 1;
        StartBody start = new StartBody(StartBody.Reason.TRUNCATION, cut.place(), cut.lastSequence(), cut.formerLastSequence(), bytes, copied);
        try {
            commit.truncate(lastSequence, lastSequence + gone, () -> {
                Segment segment = to.start(start, control, now(), cut.place());
                cut.copy(to, control);
                to.sync();
                leaveOpenSegment();
                goOnIn(to, lastSequence);
                formerLastSequence = cut.lastSequence();
                controls = gone;
                book.truncated(control);
                told.accept(segment);
                return to;
            });
        } catch (NoSpaceException half) {
            throw new IOException("no space where it was taken: " + half.getMessage(), half);
        }
        return removed;
    }

    /** The next segment's file; may wait for the preparing thread. */
    SegmentWriter takeNext() throws IOException {
        return preparer.take(nextNumber, sizes.next());
    }

    void giveBack(SegmentWriter notWrittenTo) {
        preparer.giveBack(notWrittenTo);
    }

    /** All that was written of it stays as it is. */
    private void leaveOpenSegment() {
        SegmentWriter old = open;
        open = null;
        if (old != null) {
            old.retire();
        }
    }

    private void goOnIn(SegmentWriter to, long lastSequence) {
        open = to;
        next = null;
        syncsBefore = commit.syncs();
        nextSequence = lastSequence + 1;
        firstSequence = nextSequence;
        begunNanos = lastNanos;
        nextNumber++;
        nextReason = StartBody.Reason.ROLL;
        sizes.begun();
    }

    /** The last record that was given a sequence. */
    long lastSequence() {
        return nextSequence - 1;
    }

    /**
     * Rolls, if the open segment has records and was begun so long ago. The next one's start is durable when this returns, so that the
     * sealed one can be trimmed. A full disk puts it off.
     */
    void rollIfOlder(long nanos) throws IOException {
        SegmentWriter current = open;
        if (current == null || nextSequence == firstSequence || now() - begunNanos < nanos) {
            return;
        }
        try {
            naming = book.namesFor(NO_GROUP);
            next = reserveInNext(NO_GROUP);
        } catch (NoSpaceException later) {
            return;
        }
        SegmentWriter to = roll(next);
        to.sync();
        commit.started(to, nextSequence - 1);
    }

    private SegmentWriter roll(SegmentWriter to) throws IOException {
        SegmentWriter full = open;
        if (full != null) {
            commit.seal(full, book.written());
            sealed.accept(full);
        }
        open = to;
        next = null;
        syncsBefore = commit.syncs();
        firstSequence = nextSequence;
        begunNanos = now();
        if (nextReason == StartBody.Reason.RECOVERY) {
            commit.cutComes(nextNumber, nextSequence - 1);
        }
        begun.accept(to.start(start(), book.written(), begunNanos, commit.attested()));
        formerLastSequence = nextSequence - 1;
        nextNumber++;
        nextReason = StartBody.Reason.ROLL;
        sizes.begun();
        return to;
    }

    private StartBody start() {
        Place before = commit.attested();
        long bytes = StartBody.FRAME_BYTES + (long) book.written().frameBytes();
        return new StartBody(nextReason, before, nextSequence - 1, formerLastSequence, bytes, 0);
    }

    /** Wall clock that never runs backwards along the log. */
    long now() {
        lastNanos = Math.max(lastNanos, wallClockNanos.getAsLong());
        return lastNanos;
    }

    /** Seals the open segment, cuts what it does not use and closes it; cuts nothing where sealing fails. */
    void seal() throws IOException {
        SegmentWriter last = open;
        if (last != null) {
            open = null;
            try {
                commit.seal(last, book.written());
            } catch (IOException | RuntimeException | Error e) {
                last.close();
                throw e;
            }
            last.retire();
        }
    }

    /** Closes the files as they are. */
    void abandon() throws IOException {
        SegmentWriter last = open;
        SegmentWriter reserved = next;
        open = null;
        next = null;
        if (last != null) {
            last.close();
        }
        if (reserved != null) {
            reserved.close();
        }
    }
}
