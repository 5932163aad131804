package dev.ringwal.log.repair;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads one stretch after the other, over gaps. The files must not change. One thread at a time. */
final class RemainsReader implements LogReader {

    private final Storage storage;
    private final List<Stretch> stretches;
    private final IntFunction<String> topicNames;

    /** The stretch at hand, or the one that is next. */
    private int at;
    private @Nullable StorageFile file;
    private @Nullable FrameScanner scanner;
    private long nextFrame;
    private long nextSequence;

    // Of the current frame.
    private int position;
    private int end;
    private int left;
    private long sequence = -1;
    /** The clock of a log that the records are copied to, whose preparing thread looks at it, too. */
    private volatile long timeNanos;
    private int topic;
    private boolean goesOn;
    private @Nullable ByteBuffer payload;
    private boolean closed;

    RemainsReader(Storage storage, List<Stretch> stretches, IntFunction<String> topicNames, long fromSequence) {
        this.storage = storage;
        this.topicNames = topicNames;
        this.stretches = stretches;
        seek(fromSequence);
    }

    @Override
    public boolean next() {
        requireOpen();
        try {
            payload = null;
            while (advance()) {
                if (sequence >= nextSequence) {
                    nextSequence = sequence + 1;
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean advance() throws IOException {
        while (left == 0) {
            if (at == stretches.size()) {
                return false;
            }
            enterFrame(stretches.get(at));
        }
        ByteBuffer buffer = scanner().buffer();
        int record = end - position < RecordHead.BYTES ? -1 : buffer.getInt(position);
        int length = RecordHead.length(record);
        if (RecordHead.bytes(record) > end - position || length > end - position - RecordHead.bytes(record)) {
            throw new CorruptLogException(stretches.get(at).file(), scanner().offset(), sequence + 1, "a record's length is " + length);
        }
        goesOn = RecordHead.hasMore(record);
        topic = RecordHead.topic(buffer, position);
        payload = buffer.slice(position + RecordHead.bytes(record), length).asReadOnlyBuffer();
        position += RecordHead.bytes(record) + length;
        sequence++;
        left--;
        return true;
    }

    /** The next frame of the stretch that may have the record; or goes on to the next stretch. */
    private void enterFrame(Stretch stretch) throws IOException {
        if (stretch.lastSequence() < nextSequence || scanner != null && nextFrame == stretch.end()) {
            leave();
            at++;
            return;
        }
        FrameScanner in = scanner == null ? open(stretch) : scanner();
        if (!in.frame(nextFrame)) {
            throw new CorruptLogException(stretch.file(), nextFrame, nextSequence, "it verified a moment ago");
        }
        nextFrame = in.nextOffset();
        if (in.kind() == FrameHeader.DATA && in.lastSequence() >= nextSequence) {
            position = in.index() + FrameHeader.BYTES;
            end = position + in.bodyLength();
            left = in.records();
            sequence = in.firstSequence() - 1;
            timeNanos = in.timeNanos();
        }
    }

    private FrameScanner open(Stretch stretch) throws IOException {
        StorageFile opened = storage.openForReading(stretch.file());
        file = opened;
        FrameScanner made = new FrameScanner(opened, stretch.file(), stretch.salt());
        scanner = made;
        nextFrame = stretch.begin();
        return made;
    }

    private FrameScanner scanner() {
        FrameScanner open = scanner;
        assert open != null;
        return open;
    }

    private void leave() throws IOException {
        StorageFile open = file;
        file = null;
        scanner = null;
        left = 0;
        if (open != null) {
            open.close();
        }
    }

    /** Whether what is atomic together ends with the current record. */
    boolean endsUnit() {
        return !goesOn;
    }

    /** Nobody writes: there is nothing to wait for. */
    @Override
    public boolean next(Duration timeout) {
        return next();
    }

    @Override
    public boolean previous() {
        long before = (payload == null ? nextSequence : sequence) - 1;
        long found = -1;
        for (Stretch stretch : stretches) {
            if (stretch.firstSequence() <= before) {
                found = Math.max(found, Math.min(before, stretch.lastSequence()));
            }
        }
        if (found < 0) {
            return false;
        }
        seek(found);
        return next();
    }

    @Override
    public void seekTime(long timestampNanos) {
        seek(0);
        boolean found = false;
        while (!found && next()) {
            found = timeNanos >= timestampNanos;
        }
        seek(found ? sequence : nextSequence);
    }

    @Override
    public void seek(long toSequence) {
        if (toSequence < 0) {
            throw new IllegalArgumentException("sequence " + toSequence + " is below 0");
        }
        requireOpen();
        forget();
        at = 0;
        nextSequence = toSequence;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public String topic() {
        return topicNames.apply(topic);
    }

    @Override
    public long timestampNanos() {
        return timeNanos;
    }

    @Override
    public ByteBuffer payload() {
        ByteBuffer current = payload;
        if (current == null) {
            throw new IllegalStateException("there is no current record");
        }
        return current.rewind();
    }

    @Override
    public void close() {
        closed = true;
        forget();
    }

    private void forget() {
        payload = null;
        try {
            leave();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
