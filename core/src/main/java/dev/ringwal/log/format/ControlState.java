package dev.ringwal.log.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all control entries up to some place of the log come to: the topics by number, with the records of each, and the consumers with
 * their positions. The whole of it stands behind each start and in each footer, so that trimming loses none. Any thread.
 */
public final class ControlState {

    /** By number; that of the first is 1. */
    private final List<String> topics = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final NavigableMap<String, ConsumerPosition> consumers = new TreeMap<>();

    /** Of the topics, by number. */
    private long[] records = new long[1];
    private int topicBytes;
    private int consumerBytes;
    private final TopicVisitor counting = (topic, offset) -> count(topic);
    private boolean unknown;

    /** The same, which then goes its own way. */
    public synchronized ControlState copy() {
        ControlState copy = new ControlState();
        copy.topics.addAll(topics);
        copy.consumers.putAll(consumers);
        copy.records = records.clone();
        copy.numbers.putAll(numbers);
        copy.topicBytes = topicBytes;
        copy.consumerBytes = consumerBytes;
        return copy;
    }

    /** The group was written. */
    public synchronized void count(Group group) {
        group.eachTopic(counting, 0);
    }

    /**
     * The (verified) data frame at the index, which says that it has records with topics, stands before.
     *
     * @return false when that cannot be: it has a topic that has no name, or is not as a writer leaves it
     */
    public synchronized boolean count(ByteBuffer buffer, int index) {
        unknown = false;
        return RecordHead.eachTopic(buffer, index, counting, 0) && !unknown;
    }

    /** The first records of the (verified) data frame at the index stand before. */
    public synchronized void countFirst(ByteBuffer buffer, int index, int count) {
        int at = index + FrameHeader.BYTES;
        for (int i = 0; i < count; i++) {
            int head = buffer.getInt(at);
            count(RecordHead.topic(buffer, at));
            at += RecordHead.bytes(head) + RecordHead.length(head);
        }
    }

    /** The log ends with that record: as many of each topic as the other state counts are left, and no consumer is further. */
    public synchronized void cutTo(long lastSequence, ControlState counts) {
        for (int number = 1; number <= topics.size(); number++) {
            records[number] = number <= counts.topics() ? counts.records(number) : 0;
        }
        consumers.replaceAll((name, position) -> new ConsumerPosition(position.topic(), Math.min(position.nextSequence(), lastSequence + 1)));
    }

    /** The consumer that has come furthest, or null when there is none. */
    public synchronized Map.@Nullable Entry<String, ConsumerPosition> furthest() {
        return consumers.entrySet().stream().max(Map.Entry.comparingByValue(Comparator.comparingLong(ConsumerPosition::nextSequence)))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue())).orElse(null);
    }

    private void count(int topic) {
        if (topic < 0 || topic > topics.size()) {
            unknown = true;
        } else {
            records[topic]++;
        }
    }

    /** Applies the entries from the buffer's position to its limit. False when they are none that this version knows; some may be applied. */
    public synchronized boolean apply(ByteBuffer entries) {
        return ControlEntry.each(entries, this::apply);
    }

    private boolean apply(byte type, int number, long counter, String name) {
        int nameBytes = ControlEntry.nameBytes(name);
        return switch (type) {
            case ControlEntry.TOPIC -> applyTopic(number, counter, name, nameBytes);
            case ControlEntry.CONSUMER -> applyConsumer(name, nameBytes, new ConsumerPosition(number, counter));
            case ControlEntry.CONSUMER_GONE -> {
                if (consumers.remove(name) != null) {
                    consumerBytes -= ControlEntry.bytes(nameBytes);
                }
                yield true;
            }
            default -> false;
        };
    }

    private boolean applyTopic(int number, long count, String name, int nameBytes) {
        if (number < 1 || number > topics.size() + 1 || count < 0) {
            return false;
        }
        if (number <= topics.size()) {
            records[number] = count;
            return topics.get(number - 1).equals(name);
        }
        if (numbers.putIfAbsent(name, number) != null) {
            return false;
        }
        topics.add(name);
        topicBytes += ControlEntry.bytes(nameBytes);
        if (number >= records.length) {
            records = Arrays.copyOf(records, number * 2);
        }
        records[number] = count;
        return true;
    }

    private boolean applyConsumer(String name, int nameBytes, ConsumerPosition position) {
        if (position.topic() < ConsumerPosition.WHOLE_LOG || position.topic() > topics.size() || position.nextSequence() < 0) {
            return false;
        }
        if (consumers.put(name, position) == null) {
            consumerBytes += ControlEntry.bytes(nameBytes);
        }
        return true;
    }

    /** How many topics have a name in the log. */
    public synchronized int topics() {
        return topics.size();
    }

    /** The topics' names, that of number 1 first. */
    public synchronized List<String> topicNames() {
        return List.copyOf(topics);
    }

    /** The name of the topic, or null when there is none of that number. */
    public synchronized @Nullable String topicName(int number) {
        return number < 1 || number > topics.size() ? null : topics.get(number - 1);
    }

    /** The number of the topic with that name, -1 when there is none. */
    public synchronized int topicNumber(String name) {
        return numbers.getOrDefault(name, -1);
    }

    /** How many records of the topic were written. */
    public synchronized long records(int topic) {
        return records[topic];
    }

    /** Where the consumer is, or null when there is none of that name. */
    public synchronized @Nullable ConsumerPosition consumer(String name) {
        return consumers.get(name);
    }

    /** All consumers, by name. */
    public synchronized Map<String, ConsumerPosition> consumers() {
        return new TreeMap<>(consumers);
    }

    /** The first record that some consumer has not consumed; {@code Long.MAX_VALUE} when there is no consumer. */
    public synchronized long firstNotConsumed() {
        return consumers.values().stream().mapToLong(ConsumerPosition::nextSequence).min().orElse(Long.MAX_VALUE);
    }

    /** Of all entries. */
    public synchronized int bytes() {
        return topicBytes + consumerBytes;
    }

    /** Of the consumers' entries. */
    public synchronized int consumerBytes() {
        return consumerBytes;
    }

    /** Bytes of the frame that says all of it; 0 when there is nothing to say. */
    public synchronized int frameBytes() {
        return bytes() == 0 ? 0 : FrameHeader.frameBytes(bytes());
    }

    /** Writes that frame at the buffer's index, ready for its place. */
    public synchronized void encodeFrame(ByteBuffer buffer, int index, long salt, long offset, long nextSequence, long timeNanos,
            Place attested) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream(bytes());
        for (int number = 1; number <= topics.size(); number++) {
            entries.writeBytes(ControlEntry.topic(number, topics.get(number - 1), records[number]));
        }
        consumers.forEach((name, position) -> entries.writeBytes(ControlEntry.consumer(name, position)));
        encodeFrame(entries.toByteArray(), buffer, index, salt, offset, nextSequence, timeNanos, attested);
    }

    /** Writes a control frame with these entries at the buffer's index, ready for its place. */
    public static void encodeFrame(byte[] entries, ByteBuffer buffer, int index, long salt, long offset, long nextSequence, long timeNanos,
            Place attested) {
        buffer.put(index + FrameHeader.BYTES, entries);
        FrameHeader.describe(buffer, index, FrameHeader.CONTROL, 0, entries.length, 0);
        FrameHeader.close(buffer, index, new Checksum(), salt, offset, nextSequence, timeNanos, attested);
    }

    /** Entries that name these topics, of which there is no record yet. @param first the number of the first of them */
    public static byte[] naming(List<String> names, int first) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int i = 0; i < names.size(); i++) {
            entries.writeBytes(ControlEntry.topic(first + i, names.get(i), 0));
        }
        return entries.toByteArray();
    }

    /** The entries of the (verified) control frame at the buffer's index. */
    public static ByteBuffer entries(ByteBuffer buffer, int index) {
        return buffer.duplicate().limit(index + FrameHeader.BYTES + FrameHeader.bodyLength(buffer, index)).position(index + FrameHeader.BYTES);
    }
}
