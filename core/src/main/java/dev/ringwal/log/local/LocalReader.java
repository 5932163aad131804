package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.segment.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Delivers one record after the other out of the frames that a {@link FrameCursor} finds. */
final class LocalReader implements LogReader {

    /** Nobody waits longer. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final LogView view;
    private final FrameCursor frames;
    private long nextSequence;
    private long current = -1;

    // The current frame: where its records begin, where the next one does, where they end, and what is left of them.
    private int body;
    private int position;
    private int end;
    private int left;
    private int payload;
    /** Negative when there is no current record. */
    private int length = -1;
    private @Nullable ByteBuffer source;
    private ByteBuffer window = ByteBuffer.allocate(0);

    LocalReader(LogView view, FrameCursor frames, long fromSequence) {
        this.view = view;
        this.frames = frames;
        seek(fromSequence);
    }

    @Override
    public boolean next() {
        boolean failed = true;
        try {
            boolean moved = left > 0 ? advance() : nextFrame();
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
        long behind = Math.min(length >= 0 ? current : nextSequence, view.durableSequence() + 1);
        if (behind <= firstLeft()) {
            return false;
        }
        if (length < 0 || behind == frames.sequenceOf(frames.records())) {
            seek(behind - 1);
        } else {
            rewind(behind - 1);
        }
        return next();
    }

    /** Makes a record of the current frame the next one. The lengths before it were looked at on the way here. */
    private void rewind(long sequence) {
        position = body;
        for (left = frames.records(); frames.sequenceOf(left) < sequence; left--) {
            position += Group.RECORD_HEADER_BYTES + frames.buffer().getInt(position);
        }
        nextSequence = sequence;
    }

    private long firstLeft() {
        Segments segments = view.segments();
        return segments.isEmpty() ? 0 : segments.first().firstSequence();
    }

    @Override
    public boolean next(Duration timeout) {
        long start = System.nanoTime();
        long most = timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : LONGEST.toNanos();
        while (!next()) {
            long nanos = most - (System.nanoTime() - start);
            if (nanos <= 0 || !view.await(nextSequence, nanos)) {
                return next();
            }
        }
        return true;
    }

    private boolean nextFrame() throws IOException {
        long durable = view.durableSequence();
        if (nextSequence > durable) {
            view.checkGoesOn();
            return nextSequence <= view.durableSequence() && nextFrame();
        }
        enter(frames.find(nextSequence, durable));
        while (frames.sequenceOf(left) < nextSequence) {
            advance();
        }
        return advance();
    }

    private void enter(int frameBody) {
        body = frameBody;
        position = body;
        end = body + frames.bodyLength();
        left = frames.records();
        if (source != frames.buffer()) {
            source = frames.buffer();
            window = source.asReadOnlyBuffer();
        }
    }

    /** To the next record of the frame. */
    private boolean advance() throws IOException {
        payload = position + Group.RECORD_HEADER_BYTES;
        length = payload > end ? -1 : frames.buffer().getInt(position);
        if (length < 0 || length > end - payload) {
            throw new CorruptLogException(frames.name(), frames.offset(), nextSequence, "a record's length is " + length);
        }
        position = payload + length;
        current = frames.sequenceOf(left);
        left--;
        nextSequence = Math.max(nextSequence, current + 1);
        return true;
    }

    private void dropFrame() {
        left = 0;
        length = -1;
        frames.drop();
    }

    @Override
    public void seek(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " is below 0");
        }
        nextSequence = sequence;
        dropFrame();
    }

    @Override
    public void seekTime(long timestampNanos) {
        long low = firstLeft();
        long high = view.durableSequence() + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            try {
                seek(middle);
                if (next() && timestampNanos() >= timestampNanos) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            } catch (RecordGoneException trimmed) {
                low = Math.max(middle + 1, firstLeft());
                high = Math.max(low, high);
            }
        }
        seek(low);
    }

    @Override
    public long sequence() {
        return current;
    }

    @Override
    public long timestampNanos() {
        return frames.timeNanos();
    }

    @Override
    public ByteBuffer payload() {
        if (length < 0) {
            throw new IllegalStateException("there is no current record: next() returned none since the reader was made, moved or closed");
        }
        return window.limit(payload + length).position(payload);
    }

    @Override
    public void close() {
        dropFrame();
        frames.close();
    }
}
