package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Pieces of a log as they were written once: they must be read so, and written so, for ever. */
class GoldenFilesTest {

    private static final long SALT = 0x1F2E_3D4C_5B6A_7988L;
    private static final long TIME = 1_700_000_000_123_456_789L;
    private static final Place ATTESTED = new Place(6, 0x0102_0304_0506_0708L, 20_480);

    private static final long START_OFFSET = 4096;
    private static final long DATA_OFFSET = 4216;
    private static final long BATCH_OFFSET = 4320;
    private static final long INDEX_OFFSET = 21_000;
    private static final long FOOTER_OFFSET = 24_576;

    private final Checksum checksum = new Checksum();

    @Test
    void segmentHeaderIsReadFieldByField() {
        SegmentHeader header = SegmentHeader.decode(Golden.read("segment-header"));

        assertNotNull(header);
        assertEquals(1, header.version());
        assertEquals(0x1111_2222_3333_4444L, header.logIdHigh());
        assertEquals(0x5555_6666_7777_8888L, header.logIdLow());
        assertEquals(7, header.number());
        assertEquals(SALT, header.salt());
        assertEquals(TIME, header.createdNanos());
        assertEquals(0x7000, header.usedBytes());
        assertFalse(header.isNewer());
    }

    @Test
    void segmentHeaderIsWrittenByteForByte() {
        ByteBuffer page = buffer(4096);

        new SegmentHeader(1, 0x1111_2222_3333_4444L, 0x5555_6666_7777_8888L, 7, SALT, TIME, 0x7000).encode(page);

        assertBytes("segment-header", page, 4096);
    }

    @Test
    void startFrameIsReadFieldByField() {
        ByteBuffer frame = Golden.read("start-frame");

        assertFrame(frame, 0, START_OFFSET, 128);
        assertEquals(2, FrameHeader.kind(frame, 0));
        assertEquals(64, FrameHeader.bodyLength(frame, 0));
        assertEquals(1_000_000_000_042L, FrameHeader.firstSequence(frame, 0));
        assertEquals(0, FrameHeader.records(frame, 0));
        StartBody start = StartBody.decode(frame, 0);
        assertEquals(StartBody.Reason.RECOVERY, start.reason());
        assertEquals(ATTESTED, start.before());
        assertEquals(1_000_000_000_041L, start.lastSequence());
        assertEquals(1_000_000_000_007L, start.formerLastSequence());
        assertEquals(232, start.startBytes());
        assertEquals(2, start.copiedRecords());
        assertEquals(4328, start.endOffset());
    }

    @Test
    void startFrameIsWrittenByteForByte() {
        ByteBuffer frame = buffer(128);

        new StartBody(StartBody.Reason.RECOVERY, ATTESTED, 1_000_000_000_041L, 1_000_000_000_007L, 232, 2).encodeFrame(frame, 0, SALT, TIME, ATTESTED);

        assertBytes("start-frame", frame, 128);
    }

    @Test
    void dataFrameIsReadFieldByField() {
        ByteBuffer frame = Golden.read("data-frame");

        assertFrame(frame, 0, DATA_OFFSET, 104);
        assertEquals(1, FrameHeader.kind(frame, 0));
        assertEquals(36, FrameHeader.bodyLength(frame, 0));
        assertFalse(FrameHeader.hasMore(frame, 0));
        assertEquals(1_000_000_000_042L, FrameHeader.firstSequence(frame, 0));
        assertEquals(2, FrameHeader.records(frame, 0));
        assertEquals("the first record", record(frame, 64));
        assertEquals("the second..", record(frame, 84));
    }

    @Test
    void dataFrameIsWrittenByteForByte() {
        Group group = new Group(4096);
        add(group, "the first record");
        add(group, "the second..");
        group.complete();

        group.attest(ATTESTED.segment(), ATTESTED.salt(), ATTESTED.offset());
        group.close(1_000_000_000_042L, SALT, DATA_OFFSET, TIME, new SparseIndex());

        assertBytes("data-frame", group.buffer(), group.bytes());
    }

    @Test
    void batchOverTwoFramesIsReadFieldByField() {
        ByteBuffer frames = Golden.read("batch-of-two-frames");

        assertFrame(frames, 0, BATCH_OFFSET, 16_464);
        assertEquals(1, FrameHeader.kind(frames, 0));
        assertTrue(FrameHeader.hasMore(frames, 0));
        assertEquals(16_396, FrameHeader.bodyLength(frames, 0));
        assertEquals(1_000_000_000_044L, FrameHeader.firstSequence(frames, 0));
        assertEquals(2, FrameHeader.records(frames, 0));
        assertEquals("begin", record(frames, 64));
        assertEquals(largeRecord(), record(frames, 73));

        assertFrame(frames, 16_464, BATCH_OFFSET + 16_464, 72);
        assertFalse(FrameHeader.hasMore(frames, 16_464));
        assertEquals(7, FrameHeader.bodyLength(frames, 16_464));
        assertEquals(1_000_000_000_046L, FrameHeader.firstSequence(frames, 16_464));
        assertEquals(1, FrameHeader.records(frames, 16_464));
        assertEquals("end", record(frames, 16_528));
    }

    @Test
    void batchOverTwoFramesIsWrittenByteForByte() {
        Group group = new Group(20_000);
        group.addBatch(ByteBuffer.wrap(DocumentedLayout.records(ascii("begin"), ascii(largeRecord()), ascii("end")))
                .order(ByteOrder.LITTLE_ENDIAN), 3);
        group.complete();

        group.attest(ATTESTED.segment(), ATTESTED.salt(), ATTESTED.offset());
        group.close(1_000_000_000_044L, SALT, BATCH_OFFSET, TIME, new SparseIndex());

        assertBytes("batch-of-two-frames", group.buffer(), group.bytes());
    }

    @Test
    void indexFrameIsReadFieldByField() {
        ByteBuffer frame = Golden.read("index-frame");

        assertFrame(frame, 0, INDEX_OFFSET, 112);
        assertEquals(3, FrameHeader.kind(frame, 0));
        assertEquals(48, FrameHeader.bodyLength(frame, 0));
        assertEquals(2, FrameHeader.records(frame, 0));
        assertEquals(1_000_000_000_047L, FrameHeader.firstSequence(frame, 0));
        SparseIndex index = SparseIndex.decode(frame, 0);
        assertEquals(2, index.size());
        assertEquals(-1, index.offsetOf(1_000_000_000_041L, -1));
        assertEquals(4216, index.offsetOf(1_000_000_000_042L, -1));
        assertEquals(4216, index.offsetOf(1_000_000_000_045L, -1));
        assertEquals(20_784, index.offsetOf(1_000_000_000_046L, -1));
        assertEquals(20_784, index.offsetOf(Long.MAX_VALUE, -1));
    }

    @Test
    void indexFrameIsWrittenByteForByte() {
        SparseIndex index = new SparseIndex();
        index.add(1_000_000_000_042L, TIME, 4216);
        index.add(1_000_000_000_044L, TIME, 4320);
        index.add(1_000_000_000_046L, TIME, 20_784);
        ByteBuffer frame = buffer(112);

        index.encodeFrame(frame, 0, SALT, INDEX_OFFSET, 1_000_000_000_047L, TIME, ATTESTED);

        assertBytes("index-frame", frame, index.frameBytes());
    }

    @Test
    void footerIsReadFieldByField() {
        ByteBuffer frame = Golden.read("footer");

        assertFrame(frame, 0, FOOTER_OFFSET, 4096);
        assertEquals(4, FrameHeader.kind(frame, 0));
        assertEquals(4032, FrameHeader.bodyLength(frame, 0));
        assertEquals(1_000_000_000_047L, FrameHeader.firstSequence(frame, 0));
        FooterBody footer = FooterBody.decode(frame, 0);
        assertEquals(1_000_000_000_042L, footer.firstSequence());
        assertEquals(1_000_000_000_046L, footer.lastSequence());
        assertEquals(5, footer.records());
        assertEquals(16_419, footer.payloadBytes());
        assertEquals(TIME - 1, footer.firstNanos());
        assertEquals(TIME, footer.lastNanos());
        assertEquals(INDEX_OFFSET, footer.indexOffset());
    }

    @Test
    void footerIsWrittenByteForByte() {
        ByteBuffer frame = buffer(4096);

        new FooterBody(1_000_000_000_042L, 1_000_000_000_046L, 5, 16_419, TIME - 1, TIME, INDEX_OFFSET, 0, 0)
                .encodeFrame(frame, 0, SALT, FOOTER_OFFSET, ATTESTED);

        assertBytes("footer", frame, 4096);
    }

    @Test
    void statePageIsReadFieldByField() {
        StateSlot state = StateSlot.newest(Golden.read("state"));

        assertNotNull(state);
        assertFalse(state.isNewer());
        assertEquals(1, state.version);
        assertEquals(43, state.counter);
        assertEquals(0x1111_2222_3333_4444L, state.logIdHigh);
        assertEquals(0x5555_6666_7777_8888L, state.logIdLow);
        assertEquals(1_000_000_000_046L, state.durableSequence);
        assertEquals(ATTESTED, state.attested());
        assertEquals(5, state.firstSegment);
        assertEquals(3, state.cutSegment);
        assertEquals(1_000_000_000_040L, state.cutSequence);
        assertTrue(state.poisoned);
        assertEquals(4321, state.pid);
    }

    @Test
    void statePageIsWrittenByteForByte() {
        StateSlot state = new StateSlot();
        state.counter = 41;
        state.logIdHigh = 0x1111_2222_3333_4444L;
        state.logIdLow = 0x5555_6666_7777_8888L;
        state.attest(ATTESTED.at(16_384), 1_000_000_000_043L);
        state.firstSegment = 5;
        state.pid = 4321;
        ByteBuffer page = buffer(4096);

        state.store(page);
        state.attest(ATTESTED, 1_000_000_000_046L);
        state.cut(3, 1_000_000_000_040L);
        state.poisoned = true;
        state.store(page);

        assertBytes("state", page, 4096);
    }

    private void assertFrame(ByteBuffer buffer, int index, long offset, int frameBytes) {
        assertEquals(FrameHeader.Verdict.VALID, FrameHeader.check(buffer, index, checksum, SALT, offset, frameBytes));
        assertTrue(FrameHeader.bodyVerifies(buffer, index, checksum, SALT, offset));
        assertEquals(1, FrameHeader.version(buffer, index));
        assertEquals(TIME, FrameHeader.timeNanos(buffer, index));
        assertEquals(ATTESTED, FrameHeader.attested(buffer, index));
    }

    private static void assertBytes(String golden, ByteBuffer written, int length) {
        byte[] bytes = new byte[length];
        written.get(0, bytes);
        assertEquals(Golden.hex(Golden.read(golden).array()), Golden.hex(bytes));
    }

    private static String record(ByteBuffer frame, int at) {
        byte[] bytes = new byte[RecordHead.length(frame.getInt(at))];
        frame.get(at + 4, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static void add(Group group, String record) {
        group.add(ascii(record), 0, record.length());
    }

    /** Mostly zeros, so that it is short in the golden file. */
    private static String largeRecord() {
        char[] large = new char[16_383];
        Arrays.fill(large, '\0');
        large[0] = '<';
        large[16_382] = '>';
        return new String(large);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
