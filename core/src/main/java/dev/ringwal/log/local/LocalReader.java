package dev.ringwal.log.local;

import dev.ringwal.log.Address;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Delivers one record after the other out of the frames that a {@link FrameCursor} finds. */
final class LocalReader implements LogReader {

    private final LogView view;
    private final FrameCursor frames;
    private final FrameRecords records;
    private final CutWatch cuts;
    private final BooleanSupplier moving = this::move;
    private long nextSequence;

    /** Negative when there is no current record to go back from. */
    private long current = -1;

    /** Where the next record may be. */
    private @Nullable Address hint;

    LocalReader(LogView view, FrameCursor frames, long fromSequence) {
        this.view = view;
        this.frames = frames;
        records = new FrameRecords(frames);
        cuts = new CutWatch(view.segments());
        seek(fromSequence);
    }

    @Override
    public boolean next() {
        if (records.hasNext() && !cuts.hasNew(view.segments())) {
            return nextOfFrame();
        }
        return cuts.look(moving, view);
    }

    /** Most calls: small, so that it is compiled into its callers. */
    private boolean nextOfFrame() {
        try {
            return advance();
        } catch (CorruptLogException damage) {
            dropFrame();
            throw damage;
        }
    }

    private boolean move() {
        boolean failed = true;
        try {
            if (cuts.hasNew(view.segments())) {
                leaveWhatWasCut();
            }
            boolean moved = nextFrame();
            failed = false;
            return moved;
        } catch (IOException e) {
            frames.reset();
            throw new UncheckedIOException(e);
        } finally {
            if (failed) {
                dropFrame(); // whatever it was, no memory for one: the same record is next
            }
        }
    }

    @Override
    public boolean previous() {
        if (cuts.hasNew(view.segments())) {
            leaveWhatWasCut();
        }
        long behind = Math.min(current >= 0 ? current : nextSequence, view.durableSequence() + 1);
        if (behind <= firstLeft()) {
            return false;
        }
        if (!records.hasCurrent() || behind == frames.sequenceOf(frames.records())) {
            back(behind - 1);
        } else {
            rewind(behind - 1);
        }
        return next();
    }

    /** Makes a record of the current frame the next one. */
    private void rewind(long sequence) {
        records.rewind();
        while (records.nextSequence() < sequence) {
            records.advance();
        }
        nextSequence = sequence;
    }

    private long firstLeft() {
        Segments segments = view.segments();
        return segments.isEmpty() ? 0 : segments.first().firstSequence();
    }

    @Override
    public boolean next(Duration timeout) {
        return Waiting.next(this, view, timeout, this::nextSequence);
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    private boolean nextFrame() throws IOException {
        long durable = view.durableSequence();
        if (nextSequence > durable) {
            frames.requireOpen();
            view.checkGoesOn();
            return nextSequence <= view.durableSequence() && nextFrame();
        }
        records.enter(frameOfNext(durable));
        if (cuts.hasNew(view.segments())) { // maybe before: it may be a frame of what took the place
            leaveWhatWasCut();
            return nextFrame();
        }
        while (records.nextSequence() < nextSequence) {
            records.advance();
        }
        return advance();
    }

    private int frameOfNext(long durable) throws IOException {
        Address where = hint;
        int body = where == null ? -1 : frames.at(where);
        if (where != null && body < 0) {
            requireNotCutSince(where);
        }
        hint = null;
        return body < 0 ? frames.find(nextSequence, durable) : body;
    }

    /** What is not where it was written may have been written anew elsewhere; or another has its sequence. */
    private void requireNotCutSince(Address where) {
        long left = view.segments().cuts().leftSince(where.segment());
        if (left != Segment.NO_CUT && where.sequence() > left) {
            throw new RecordTruncatedException(where.sequence(), left);
        }
    }

    private boolean advance() {
        records.advance();
        current = records.sequence();
        nextSequence = current + 1;
        return true;
    }

    private void leaveWhatWasCut() {
        cuts.check(nextSequence);
        forgetWhatWasCut();
    }

    private void forgetWhatWasCut() {
        records.drop();
        frames.leaveVoid();
    }

    private void dropFrame() {
        current = -1;
        records.drop();
        frames.drop();
    }

    @Override
    public void seek(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " is below 0");
        }
        back(sequence);
        if (cuts.moved(view.segments())) {
            forgetWhatWasCut();
        }
    }

    @Override
    public void back(long sequence) {
        nextSequence = sequence;
        hint = null;
        dropFrame();
    }

    @Override
    public void requireNotTruncated() {
        if (cuts.hasNew(view.segments())) {
            cuts.require(nextSequence);
        }
    }

    @Override
    public void seek(Address address) {
        seek(address.sequence());
        hint = address;
    }

    @Override
    public void seekTime(long timestampNanos) {
        while (!halve(timestampNanos)) {
            // The log was truncated meanwhile: what was found of its times may be of what is gone.
        }
    }

    private boolean halve(long timestampNanos) {
        long low = firstLeft();
        long high = view.durableSequence() + 1;
        seek(low);
        while (low < high) {
            long middle = low + (high - low) / 2;
            try {
                back(middle);
                if (!next()) {
                    return false;
                }
                if (timestampNanos() >= timestampNanos) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            } catch (RecordGoneException trimmed) {
                low = Math.max(middle + 1, firstLeft());
                high = Math.max(low, high);
            } catch (RecordTruncatedException cut) {
                return false;
            }
        }
        back(low);
        return !cuts.hasNew(view.segments());
    }

    @Override
    public long sequence() {
        return records.sequence();
    }

    @Override
    public long timestampNanos() {
        return frames.timeNanos();
    }

    @Override
    public String topic() {
        return records.topicName(view);
    }

    @Override
    public ByteBuffer payload() {
        return records.payloadOrThrow();
    }

    @Override
    public void close() {
        dropFrame();
        frames.close();
    }
}
