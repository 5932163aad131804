package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.RecordHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The records of the frame at which a {@link FrameCursor} stands, one after the other. One thread at a time. */
final class FrameRecords {

    private final FrameCursor frames;
    private long current = -1;

    // The frame: where its records begin, where the next one does, where they end, and what is left of them.
    private int body;
    private int position;
    private int end;
    private int left;
    private int topic;
    private int payload;
    /** Negative when there is no current record. */
    private int length = -1;
    private @Nullable ByteBuffer source;
    private ByteBuffer window = ByteBuffer.allocate(0);

    FrameRecords(FrameCursor frames) {
        this.frames = frames;
    }

    /** @param frameBody where they begin in the cursor's buffer */
    void enter(int frameBody) {
        body = frameBody;
        end = body + frames.bodyLength();
        if (source != frames.buffer()) {
            source = frames.buffer();
            window = source.asReadOnlyBuffer();
        }
        rewind();
    }

    /** Back in front of the frame's first record. */
    void rewind() {
        position = body;
        left = frames.records();
    }

    /** Forgets the frame. */
    void drop() {
        left = 0;
        length = -1;
    }

    boolean hasNext() {
        return left > 0;
    }

    /** To the next record of the frame. */
    void advance() {
        int head = end - position < RecordHead.BYTES ? -1 : frames.buffer().getInt(position);
        if (RecordHead.isMarked(head)) {
            payload = behindMarks(head);
            length = RecordHead.length(head);
        } else {
            topic = RecordHead.DEFAULT_TOPIC;
            payload = position + RecordHead.BYTES;
            length = head;
        }
        if (length > end - payload) {
            int wrong = length;
            length = -1;
            throw damage("a record's length is " + wrong);
        }
        position = payload + length;
        current = frames.sequenceOf(left);
        left--;
    }

    private int behindMarks(int head) {
        int begin = position + RecordHead.bytes(head);
        if (begin > end || head < 0 && !frames.hasTopics()) {
            length = -1;
            throw damage("a record's length is " + head);
        }
        topic = RecordHead.topic(frames.buffer(), position);
        return begin;
    }

    private CorruptLogException damage(String what) {
        return new CorruptLogException(frames.name(), frames.offset(), frames.sequenceOf(left), what);
    }

    /** The sequence of the record that comes next in the frame. */
    long nextSequence() {
        return frames.sequenceOf(left);
    }

    boolean hasCurrent() {
        return length >= 0;
    }

    /** The current record's, or the last one's. */
    long sequence() {
        return current;
    }

    int topic() {
        return topic;
    }

    /** The name of its topic; empty before the first one. */
    String topicName(LogView view) {
        String name = view.topicName(topic);
        if (name == null) {
            throw new CorruptLogException(frames.name(), frames.offset(), current, "the record is of topic " + topic + ", which has no name");
        }
        return name;
    }

    ByteBuffer payloadOrThrow() {
        if (length < 0) {
            throw new IllegalStateException("there is no current record: next() returned none since the reader was made, moved or closed");
        }
        return window.limit(payload + length).position(payload);
    }
}
