package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which frames of a segment have records of a topic, for each topic but the default one. 4 bytes for each topic in each frame.
 *
 * <p>One thread adds; any thread looks up what was added before. On disk each topic's {@link Postings} are a frame of their own, and one
 * frame behind them says where: whoever reads one topic reads two frames.
 */
public final class TopicIndex implements TopicVisitor {

    /** Of an entry on disk: topic, frames, offset of the postings. */
    private static final int ENTRY_BYTES = 16;

    private volatile @Nullable Postings[] byTopic = new Postings[0];
    private int topics;
    private int highest;
    private int frames;

    /** A record of the topic is in the frame that begins there; offsets ascend. The adding thread only. */
    @Override
    public void record(int topic, long frameOffset) {
        if (topic == RecordHead.DEFAULT_TOPIC) {
            return;
        }
        @Nullable Postings[] all = byTopic;
        if (topic >= all.length) {
            all = Arrays.copyOf(all, Math.max(topic + 1, all.length * 2));
        }
        Postings postings = all[topic];
        if (postings == null) {
            postings = new Postings();
            all[topic] = postings;
            byTopic = all; // published
            topics++;
            highest = Math.max(highest, topic);
        }
        if (postings.add(frameOffset)) {
            frames++;
        }
    }

    /** The frames with records of the topic. */
    public Postings of(int topic) {
        @Nullable Postings[] seen = byTopic;
        Postings postings = topic < seen.length ? seen[topic] : null;
        return postings == null ? Postings.NONE : postings;
    }

    public boolean isEmpty() {
        return topics == 0;
    }

    /** The frames' bytes on disk now. */
    public int bytes() {
        int bytes = topics == 0 ? 0 : FrameHeader.frameBytes(topics * ENTRY_BYTES);
        for (Postings postings : byTopic) {
            bytes += postings == null ? 0 : postings.frameBytes();
        }
        return bytes;
    }

    /**
     * The most that they take after so many more records.
     *
     * @param highestTopic the highest number that one of theirs has
     */
    public long bytesAfter(int moreRecords, int highestTopic) {
        long moreTopics = Math.min(moreRecords, Math.max(highestTopic, highest) - topics);
        return topics + moreTopics == 0 ? 0 : bytesOf(topics + moreTopics, (long) frames + moreRecords);
    }

    private static long bytesOf(long topics, long frames) {
        long perTopic = FrameHeader.BYTES + Postings.TOPIC_BYTES + Alignment.FRAME_ALIGNMENT_BYTES + ENTRY_BYTES;
        return FrameHeader.BYTES + Alignment.FRAME_ALIGNMENT_BYTES + topics * perTopic + frames * Postings.FRAME_BYTES;
    }

    /**
     * Writes all frames at the buffer's index, ready for their place.
     *
     * @return the index of the one that says where the others are; the last
     */
    public int encodeFrames(ByteBuffer buffer, int index, long salt, long offset, long nextSequence, long timeNanos, Place attested) {
        long[] places = new long[topics];
        int[] numbers = new int[topics];
        int at = index;
        int count = 0;
        @Nullable Postings[] all = byTopic;
        for (int topic = 1; topic < all.length; topic++) {
            Postings postings = all[topic];
            if (postings != null) {
                numbers[count] = topic;
                places[count++] = offset + at - index;
                at += postings.encodeFrame(buffer, at, topic, salt, offset + at - index, nextSequence, timeNanos, attested);
            }
        }
        for (int i = 0; i < count; i++) {
            int entry = at + FrameHeader.BYTES + i * ENTRY_BYTES;
            buffer.putInt(entry, numbers[i]);
            buffer.putInt(entry + 4, of(numbers[i]).count());
            buffer.putLong(entry + 8, places[i]);
        }
        FrameHeader.describe(buffer, at, FrameHeader.TOPICS, 0, count * ENTRY_BYTES, count);
        FrameHeader.close(buffer, at, new Checksum(), salt, offset + at - index, nextSequence, timeNanos, attested);
        return at;
    }

    /** Where the postings of the topic begin, as the (verified) frame at the buffer's index says; -1 when the segment has no record of it. */
    public static long placeOf(int topic, ByteBuffer buffer, int index) {
        int low = 0;
        int high = FrameHeader.bodyLength(buffer, index) / ENTRY_BYTES - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int entry = index + FrameHeader.BYTES + middle * ENTRY_BYTES;
            int found = buffer.getInt(entry);
            if (found == topic) {
                return buffer.getLong(entry + 8);
            }
            if (found < topic) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
