package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.format.Postings;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the records of one topic. Where a segment's frames are noted by topic it looks at no others; where they are not (the segment
 * was not sealed, or another process writes it; nobody notes the default topic) at all of them.
 */
final class TopicReader implements LogReader {

    private static final int SKIPPED = -2;

    private final LogView view;
    private final FrameCursor frames;
    private final FrameRecords records;
    private final int topic;
    private final CutWatch cuts;
    private final BooleanSupplier moving = this::move;
    private final BooleanSupplier movingBack = this::moveBack;

    /** No record of the topic that lies before it is to be delivered any more. */
    private long nextSequence;

    /** Negative when there is no current record. */
    private long current = -1;

    // The segment at hand, what is noted of it, and the next one of these frames.
    private @Nullable Segment segment;
    private @Nullable Postings postings;
    private int position;
    /** More may be noted. */
    private boolean grows;

    TopicReader(LogView view, FrameCursor frames, int topic, long fromSequence) {
        this.view = view;
        this.frames = frames;
        this.topic = topic;
        records = new FrameRecords(frames);
        cuts = new CutWatch(view.segments());
        seek(fromSequence);
    }

    @Override
    public boolean next() {
        return cuts.look(moving, view);
    }

    private boolean move() {
        boolean failed = true;
        try {
            leaveWhatWasCut();
            boolean moved = true;
            while (moved && !advance()) {
                moved = enterNextFrame();
            }
            failed = false;
            return moved;
        } catch (IOException e) {
            frames.reset();
            throw new UncheckedIOException(e);
        } finally {
            if (failed) {
                forget(); // whatever it was, no memory for one: the same record is next
            }
        }
    }

    /** To the topic's next record in the frame; false when there is none: what comes next lies behind the frame. */
    private boolean advance() {
        while (records.hasNext()) {
            records.advance();
            long sequence = records.sequence();
            if (sequence >= nextSequence) {
                nextSequence = sequence + 1;
                if (records.topic() == topic) {
                    current = sequence;
                    return true;
                }
            }
        }
        return false;
    }

    /** False at the durable end. */
    private boolean enterNextFrame() throws IOException {
        while (true) {
            long durable = view.durableSequence();
            if (nextSequence > durable) {
                frames.requireOpen();
                view.checkGoesOn();
                durable = view.durableSequence();
                if (nextSequence > durable) {
                    return false;
                }
            }
            long wanted = nextSequence;
            enter(segmentOf(wanted), wanted);
            boolean entered = postings == null ? enterAny(durable) : enterNoted(durable);
            if (cuts.hasNew(view.segments())) { // maybe before: it may be a frame of what took the place
                nextSequence = wanted;
                leaveWhatWasCut();
            } else if (entered) {
                return true;
            }
        }
    }

    private Segment segmentOf(long sequence) {
        Segments live = view.segments();
        Segment holder = live.containing(sequence);
        if (holder == null) {
            throw new RecordGoneException(sequence, live.isEmpty() ? sequence + 1 : live.first().firstSequence());
        }
        return holder;
    }

    private void enter(Segment holder, long sequence) throws IOException {
        if (holder != segment) {
            forget();
            look(holder, sequence);
            segment = holder;
            position = first(holder, sequence);
        }
    }

    /** The position of the first frame that may have the record; no look at the segment's index where that is the first of all. */
    private int first(Segment holder, long sequence) throws IOException {
        Postings noted = postings;
        boolean isFirst = noted == null || noted.count() == 0 || sequence <= holder.firstSequence();
        return isFirst ? 0 : noted.firstFrom(frames.offsetNear(holder, sequence));
    }

    private void look(Segment holder, long sequence) throws IOException {
        grows = holder.end() == Segment.OPEN;
        postings = frames.postings(holder, topic, sequence);
    }

    /** The frame with the next record, of whatever topic. */
    private boolean enterAny(long durable) throws IOException {
        records.enter(frames.find(nextSequence, durable));
        long behind = frames.sequenceOf(0);
        if (segment != frames.segment()) {
            segment = null; // the cursor has gone on to another one
        }
        if (lastOf(behind) < nextSequence) {
            nextSequence = behind;
            return false;
        }
        records.rewind();
        return true;
    }

    /** The next frame that has records of the topic. False when the segment has no more, and nothing up to the durable end was left out. */
    private boolean enterNoted(long durable) throws IOException {
        Segment in = segment;
        Postings noted = postings;
        assert in != null && noted != null;
        if (position == noted.count() || noted.at(position) >= in.end()) {
            return goOn(in, durable);
        }
        int body = atNoted(in, noted.at(position));
        if (body == SKIPPED) {
            position++;
            return false;
        }
        if (body < 0) {
            segment = null;
            return false;
        }
        if (frames.sequenceOf(frames.records()) > durable) {
            nextSequence = durable + 1;
            return false;
        }
        position++;
        records.enter(body);
        return true;
    }

    /** As {@link FrameCursor#at}; a damaged frame is skipped if all that it has was passed by a seek. */
    private int atNoted(Segment in, long offset) throws IOException {
        try {
            return frames.at(in, offset, nextSequence);
        } catch (CorruptLogException damage) {
            if (frames.isDamageBefore(in, offset, nextSequence)) {
                return SKIPPED;
            }
            throw damage;
        }
    }

    private boolean goOn(Segment from, long durable) throws IOException {
        if (grows) {
            int seen = position;
            look(from, nextSequence);
            position = seen;
            if (postings == null || seen < postings.count() && postings.at(seen) < from.end()) {
                return false;
            }
        }
        Segment following = view.segments().after(from.number());
        nextSequence = following == null || following.firstSequence() > durable ? durable + 1
                : Math.max(nextSequence, following.firstSequence());
        return false;
    }

    @Override
    public boolean next(Duration timeout) {
        return Waiting.next(this, view, timeout, () -> nextSequence);
    }

    @Override
    public boolean previous() {
        return cuts.look(movingBack, view);
    }

    private boolean moveBack() {
        leaveWhatWasCut();
        long behind = Math.min(current >= 0 ? current : nextSequence, view.durableSequence() + 1);
        long found = -1;
        try {
            while (found < 0 && behind > firstLeft()) {
                Segment holder = segmentOf(behind - 1);
                forget();
                look(holder, behind - 1);
                Postings noted = postings;
                found = noted == null ? lastOf(frames.find(behind - 1, view.durableSequence()), behind) : lastNoted(holder, noted, behind);
                behind = noted == null ? frames.sequenceOf(frames.records()) : holder.firstSequence();
            }
        } catch (IOException e) {
            frames.reset();
            throw new UncheckedIOException(e);
        } finally {
            forget();
        }
        if (found < 0) {
            return false;
        }
        back(found);
        return next();
    }

    /** The topic's last record before that one in the frame; -1 when there is none. */
    private long lastOf(int body, long behind) {
        records.enter(body);
        return lastOf(behind);
    }

    private long lastOf(long behind) {
        long found = -1;
        while (records.hasNext() && records.nextSequence() < behind) {
            records.advance();
            found = records.topic() == topic ? records.sequence() : found;
        }
        return found;
    }

    private long lastNoted(Segment in, Postings noted, long behind) throws IOException {
        int from = noted.firstFrom(frames.offsetNear(in, behind - 1));
        int count = noted.count();
        long found = -1;
        for (int i = from; i < count && noted.at(i) < in.end(); i++) {
            int body = frames.at(in, noted.at(i), behind - 1);
            if (body < 0 || frames.sequenceOf(frames.records()) >= behind) {
                break;
            }
            found = Math.max(found, lastOf(body, behind));
        }
        for (int i = from - 1; i >= 0 && found < 0; i--) {
            int body = frames.at(in, noted.at(i), behind - 1);
            found = body < 0 ? found : lastOf(body, behind);
        }
        return found;
    }

    private long firstLeft() {
        Segments live = view.segments();
        return live.isEmpty() ? 0 : live.first().firstSequence();
    }

    @Override
    public void seek(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " is below 0");
        }
        back(sequence);
        if (cuts.moved(view.segments())) {
            frames.leaveVoid();
        }
    }

    @Override
    public void back(long sequence) {
        nextSequence = sequence;
        current = -1;
        forget();
    }

    @Override
    public void requireNotTruncated() {
        if (cuts.hasNew(view.segments())) {
            cuts.require(nextSequence);
        }
    }

    private void leaveWhatWasCut() {
        if (cuts.hasNew(view.segments())) {
            cuts.check(nextSequence);
            forget();
            frames.leaveVoid();
        }
    }

    private void forget() {
        records.drop();
        frames.drop();
        segment = null;
    }

    /** Of the whole log: the topic's first record from there on is next. */
    @Override
    public void seekTime(long timestampNanos) {
        LocalReader all = new LocalReader(view, frames, firstLeft());
        do {
            seek(0); // what was cut until now does not matter
            all.seekTime(timestampNanos);
            back(all.nextSequence());
        } while (cuts.hasNew(view.segments()));
    }

    @Override
    public long nextSequence() {
        return nextSequence;
    }

    @Override
    public long sequence() {
        return current;
    }

    @Override
    public String topic() {
        return records.topicName(view);
    }

    @Override
    public long timestampNanos() {
        return frames.timeNanos();
    }

    @Override
    public ByteBuffer payload() {
        return records.payloadOrThrow();
    }

    @Override
    public void close() {
        forget();
        frames.close();
    }
}
