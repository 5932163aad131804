package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of control frames, byte by byte; the package documentation has the table. */
public final class ControlEntry {

    /** The most bytes of a name, in UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    static final byte TOPIC = 1;
    static final byte CONSUMER = 2;
    static final byte CONSUMER_GONE = 3;

    /** Type and length of the name. */
    static final int HEAD_BYTES = 2;

    /** A number and a counter, in entries of topics and consumers. */
    static final int FACTS_BYTES = 12;

    /** Is told of an entry; false to stop. */
    @FunctionalInterface
    interface Visitor {
        boolean entry(byte type, int number, long counter, String name);
    }

    private ControlEntry() {
    }

    static int nameBytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Tells the entries from the buffer's position to its limit; whether all are whole, and none was refused. */
    static boolean each(ByteBuffer entries, Visitor visitor) {
        ByteBuffer from = entries.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            if (!next(from, visitor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean next(ByteBuffer from, Visitor visitor) {
        if (from.remaining() < HEAD_BYTES) {
            return false;
        }
        byte type = from.get();
        byte[] name = new byte[Byte.toUnsignedInt(from.get())];
        int facts = type == CONSUMER_GONE ? 0 : FACTS_BYTES;
        if (from.remaining() < facts + name.length) {
            return false;
        }
        int number = facts == 0 ? 0 : from.getInt();
        long counter = facts == 0 ? 0 : from.getLong();
        from.get(name);
        String text = textOf(name);
        return text != null && visitor.entry(type, number, counter, text);
    }

    /** Null when they are no UTF-8: two names must not become one. */
    private static @Nullable String textOf(byte[] name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Notes the topics that entries name, by number, whatever else they say. */
    public static void noteTopics(ByteBuffer entries, Map<Integer, String> names) {
        each(entries, (type, number, counter, name) -> {
            if (type == TOPIC) {
                names.put(number, name);
            }
            return true;
        });
    }

    /** Notes the position of each consumer that entries name, empty where it is deleted, whatever else they say. */
    public static void noteConsumers(ByteBuffer entries, Map<String, Optional<ConsumerPosition>> consumers) {
        each(entries, (type, number, counter, name) -> {
            if (type != TOPIC) {
                consumers.put(name, type == CONSUMER ? Optional.of(new ConsumerPosition(number, counter)) : Optional.empty());
            }
            return true;
        });
    }

    /** What one with a name of so many bytes takes at most. */
    public static int bytes(int nameBytes) {
        return HEAD_BYTES + FACTS_BYTES + nameBytes;
    }

    /** From now on the topic has that name; so many records of it stand before. */
    static byte[] topic(int number, String name, long records) {
        return entry(TOPIC, number, records, name);
    }

    /** A consumer is at that position. */
    public static byte[] consumer(String name, ConsumerPosition position) {
        return entry(CONSUMER, position.topic(), position.nextSequence(), name);
    }

    /** There is no consumer of that name any more. */
    public static byte[] consumerGone(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD_BYTES + bytes.length).put(CONSUMER_GONE).put((byte) bytes.length).put(bytes).array();
    }

    private static byte[] entry(byte type, int number, long counter, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes(bytes.length)).order(ByteOrder.LITTLE_ENDIAN)
                .put(type).put((byte) bytes.length).putInt(number).putLong(counter).put(bytes).array();
    }
}
