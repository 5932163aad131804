package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.RecordHead;
import java.nio.ByteBuffer;

/** The records of the frame at which a {@link FrameCursor} stands, one after the other. One thread at a time. */
final class FrameRecords {

    private final FrameCursor frames;
    private long current = -1;

    // The frame: where its records begin, where the next one does, where they end, what is left of them, and the next one's sequence.
    private int body;
    private int position;
    private int end;
    private int left;
    private long next;
    private int topic;
    private int payload;
    /** Negative when there is no current record. */
    private int length = -1;

    // The cursor's memory while it stands there, and the same to be handed out.
    private ByteBuffer source = ByteBuffer.allocate(0);
    private ByteBuffer window = source;

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
        next = frames.sequenceOf(left);
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
        int head = end - position < RecordHead.BYTES ? -1 : source.getInt(position);
        int begin = position + RecordHead.BYTES;
        topic = RecordHead.DEFAULT_TOPIC;
        if (RecordHead.isMarked(head)) {
            begin = behindMarks(head);
            head = RecordHead.length(head);
        }
        if (head > end - begin) {
            length = -1;
            throw damage("a record's length is " + head);
        }
        payload = begin;
        length = head;
        position = begin + head;
        current = next++;
        left--;
    }

    private int behindMarks(int head) {
        int begin = position + RecordHead.bytes(head);
        if (begin > end || head < 0 && !frames.hasTopics()) {
            length = -1;
            throw damage("a record's length is " + head);
        }
        topic = RecordHead.topic(source, position);
        return begin;
    }

    private CorruptLogException damage(String what) {
        return new CorruptLogException(frames.name(), frames.offset(), next, what);
    }

    /** The sequence of the record that comes next in the frame. */
    long nextSequence() {
        return next;
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
