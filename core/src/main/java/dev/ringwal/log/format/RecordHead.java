package dev.ringwal.log.format;

import java.nio.ByteBuffer;

/**
 * What stands in front of a record in a frame: 4 bytes with its length and, where the highest bit of those is set, 4 more with the number
 * of its topic. A record of the default topic, number 0, has no more than its length. The bit below says that the batch goes on with the
 * next record.
 */
public final class RecordHead {

    /** Of a record of the default topic. */
    public static final int BYTES = 4;

    /** What a record of another topic has more. */
    public static final int TOPIC_BYTES = 4;

    /** Number of the topic that records have which were given none. */
    public static final int DEFAULT_TOPIC = 0;

    /** The most bytes of a record. */
    public static final int MAX_LENGTH = (1 << 30) - 1;

    private static final int WITH_TOPIC = 1 << 31;
    private static final int MORE = 1 << 30;

    private RecordHead() {
    }

    /** Writes it and returns where the record's bytes go. */
    public static int put(ByteBuffer buffer, int index, int length, int topic) {
        if (topic == DEFAULT_TOPIC) {
            buffer.putInt(index, length);
            return index + BYTES;
        }
        buffer.putInt(index, length | WITH_TOPIC);
        buffer.putInt(index + BYTES, topic);
        return index + BYTES + TOPIC_BYTES;
    }

    /** The length that a head's first 4 bytes say. */
    public static int length(int head) {
        return head & MAX_LENGTH;
    }

    /** Whether a head that begins so says anything but a length. */
    public static boolean isMarked(int head) {
        return head >>> 30 != 0;
    }

    /** Whether the batch goes on with the next record. */
    public static boolean hasMore(int head) {
        return (head & MORE) != 0;
    }

    /** Says of the record at the index that the batch goes on with the next. */
    static void markMore(ByteBuffer buffer, int index) {
        buffer.putInt(index, buffer.getInt(index) | MORE);
    }

    /** How many bytes a head has that begins so. */
    public static int bytes(int head) {
        return head < 0 ? BYTES + TOPIC_BYTES : BYTES;
    }

    /** The topic that the head at the index, which is whole, says. */
    public static int topic(ByteBuffer buffer, int index) {
        return buffer.getInt(index) < 0 ? buffer.getInt(index + BYTES) : DEFAULT_TOPIC;
    }

    /**
     * Tells the topic of each record of the (verified) data frame at the index, which says that it has some.
     *
     * @param offset of the frame in its file, told along
     * @return whether the records fill the frame exactly, as a writer leaves it
     */
    public static boolean eachTopic(ByteBuffer buffer, int index, TopicVisitor visitor, long offset) {
        int at = index + FrameHeader.BYTES;
        int end = at + FrameHeader.bodyLength(buffer, index);
        for (int left = FrameHeader.records(buffer, index); left > 0; left--) {
            int head = end - at < BYTES ? 0 : buffer.getInt(at);
            int bytes = bytes(head);
            if (bytes > end - at || length(head) > end - at - bytes) {
                return false;
            }
            visitor.record(topic(buffer, at), offset);
            at += bytes + length(head);
        }
        return at == end;
    }
}
