package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, positions and indexes of topics, byte by byte. */
class ControlLayoutTest {

    private static final long SALT = 7;
    private static final long OFFSET = 8192;

    @Test
    void entriesAreWrittenByteForByte() {
        assertHex("01 02 05000000 0300000000000000 c3a9", ControlEntry.topic(5, "\u00e9", 3));
        assertHex("02 01 ffffffff 0001000000000000 78", ControlEntry.consumer("x", new ConsumerPosition(-1, 256)));
        assertHex("03 03 616263", ControlEntry.consumerGone("abc"));
    }

    @Test
    void recordHeadsAreWrittenByteForByte() {
        ByteBuffer bytes = buffer(16);
        assertEquals(4, RecordHead.put(bytes, 0, 0x1234, 0));
        assertEquals(12, RecordHead.put(bytes, 4, 0x1234, 9));

        assertHex("34120000 34120080 09000000 00000000", bytes.array());
        assertEquals(0, RecordHead.topic(bytes, 0));
        assertEquals(9, RecordHead.topic(bytes, 4));
        assertEquals(0x1234, RecordHead.length(bytes.getInt(4)));
    }

    @Test
    void stateSaysAllThatEntriesCameTo() {
        ControlState state = new ControlState();
        assertTrue(apply(state, "01 01 01000000 0000000000000000 61"));
        assertTrue(apply(state, "01 01 02000000 0700000000000000 62  02 01 02000000 0900000000000000 78"));
        assertTrue(apply(state, "02 01 02000000 0a00000000000000 78  02 01 ffffffff 0000000000000000 79  03 01 79"));

        assertEquals(List.of("a", "b"), state.topicNames());
        assertEquals(7, state.records(2));
        assertEquals(Map.of("x", new ConsumerPosition(2, 10)), state.consumers());
        ByteBuffer frame = buffer(state.frameBytes());
        state.encodeFrame(frame, 0, SALT, OFFSET, 11, 12, Place.NONE);
        assertEquals(FrameHeader.CONTROL, FrameHeader.kind(frame, 0));
        assertEquals(11, FrameHeader.firstSequence(frame, 0));
        assertVerifies(frame, 0);
        byte[] body = new byte[ControlState.entries(frame, 0).remaining()];
        ControlState.entries(frame, 0).get(body);
        assertHex("01 01 01000000 0000000000000000 61  01 01 02000000 0700000000000000 62  02 01 02000000 0a00000000000000 78", body);
    }

    @Test
    void entriesThatCannotBeAreNotApplied() {
        ControlState state = new ControlState();
        assertFalse(apply(state, "01"), "half of a head");
        assertFalse(apply(state, "01 05 01000000 0000000000000000 61"), "half of a name");
        assertFalse(apply(state, "01 01 02000000 0000000000000000 61"), "a number that is left out");
        assertFalse(apply(state, "01 01 ffffffff 0000000000000000 61"), "a number below 0");
        assertFalse(apply(state, "02 01 01000000 0000000000000000 61"), "a topic without a name");
        assertFalse(apply(state, "02 01 ffffffff ffffffffffffffff 61"), "a position below 0");
        assertFalse(apply(state, "04 00"), "a type of a newer version");
        assertTrue(apply(state, "01 01 01000000 0000000000000000 61"));
        assertFalse(apply(state, "01 01 01000000 0000000000000000 62"), "another name for a number");
        assertNull(state.topicName(2));
        assertEquals(-1, state.topicNumber("b"));
    }

    @Test
    void indexOfTopicsIsWrittenByteForByte() {
        TopicIndex index = new TopicIndex();
        index.record(0, 8192);
        index.record(2, 8192);
        index.record(2, 8192);
        index.record(300, 8192);
        index.record(2, 16384);
        ByteBuffer frames = buffer(index.bytes());

        int topics = index.encodeFrames(frames, 0, SALT, OFFSET, 5, 6, Place.NONE);

        assertHex("02000000 00040000 00080000", body(frames, 0));
        assertHex("2c010000 00040000", body(frames, 80));
        assertHex("02000000 02000000 0020000000000000  2c010000 01000000 5020000000000000", body(frames, topics));
        assertEquals(List.of(6, 6, 7), List.of(FrameHeader.kind(frames, 0), FrameHeader.kind(frames, 80), FrameHeader.kind(frames, topics)));
        assertVerifies(frames, 0);
        assertVerifies(frames, 80);
        assertVerifies(frames, topics);
        assertEquals(OFFSET + 80, TopicIndex.placeOf(300, frames, topics));
        assertEquals(-1, TopicIndex.placeOf(3, frames, topics));
        Postings read = Postings.decode(frames, 0);
        assertEquals(List.of(8192L, 16384L), List.of(read.at(0), read.at(1)));
        assertEquals(1, read.firstFrom(8200));
        assertEquals(2, read.firstFrom(16392));
    }

    @Test
    void indexNeverTakesMoreThanWasSaidBefore() {
        TopicIndex index = new TopicIndex();
        for (int i = 0; i < 5000; i++) {
            int topic = 1 + i * 31 % 700;
            long most = index.bytesAfter(1, 700);
            index.record(topic, 4096 + i * 8L);
            assertTrue(index.bytes() <= most, index.bytes() + " after " + i + ", said " + most);
        }
    }

    @Test
    void indexNeverTakesMoreThanWasSaidWhereLowerTopicsComeLater() {
        TopicIndex index = new TopicIndex();
        for (int topic = 9; topic > 0; topic--) {
            long most = index.bytesAfter(1, topic);
            index.record(topic, 4096 + 8L * (10 - topic));
            assertTrue(index.bytes() <= most, index.bytes() + " with topic " + topic + ", said " + most);
        }
    }

    @Test
    void namesThatAreNoUtf8OrGivenTwiceAreRefused() {
        assertTrue(apply(new ControlState(), "01 02 01000000 0000000000000000 c3a9"));
        assertFalse(apply(new ControlState(), "01 02 01000000 0000000000000000 c3c3"));
        assertFalse(apply(new ControlState(), "02 01 ffffffff 0000000000000000 ff"));
        ControlState state = new ControlState();
        assertTrue(apply(state, "01 01 01000000 0000000000000000 61"));
        assertTrue(apply(state, "01 01 01000000 0500000000000000 61"), "the same again, with another count");
        assertFalse(apply(state, "01 01 02000000 0000000000000000 61"));
        assertEquals(1, state.topics());
        assertEquals(1, state.topicNumber("a"));
    }

    private static boolean apply(ControlState state, String hex) {
        return state.apply(ByteBuffer.wrap(bytes(hex)));
    }

    private static void assertVerifies(ByteBuffer buffer, int index) {
        Checksum checksum = new Checksum();
        assertEquals(FrameHeader.Verdict.VALID, FrameHeader.check(buffer, index, checksum, SALT, OFFSET + index, 1 << 20));
        assertTrue(FrameHeader.bodyVerifies(buffer, index, checksum, SALT, OFFSET + index));
    }

    private static byte[] body(ByteBuffer buffer, int index) {
        byte[] body = new byte[FrameHeader.bodyLength(buffer, index)];
        buffer.get(index + FrameHeader.BYTES, body);
        return body;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertHex(String expected, byte[] actual) {
        assertArrayEquals(bytes(expected), actual, () -> HexFormat.of().formatHex(actual));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
