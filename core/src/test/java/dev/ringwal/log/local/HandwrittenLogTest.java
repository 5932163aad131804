package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.STATE;
import static dev.ringwal.log.local.LogFixture.drain;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.DocumentedLayout.Frame;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.storage.LocalStorage;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs that no Ringwal wrote, only its documentation: they must open, read and go on; and what Ringwal writes must read back by it. */
class HandwrittenLogTest {

    private static final long ID_HIGH = 11;
    private static final long ID_LOW = 12;
    private static final long SALT = 0x5A17;

    private final LogFixture log = LogFixture.empty(1);

    @Test
    void handwrittenLogOpensReadsAndGoesOn() {
        Place end = write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a", "bb"), data(2, 0, "ccc"));
        state(end, 2, 0);
        log.reopen();

        assertEquals(List.of("a", "bb", "ccc"), log.records());
        assertEquals(List.of("a", "bb", "ccc", "d"), log.append("d").records());
        assertEquals(List.of("a", "bb", "ccc", "d"), log.kill().reopen().records());
    }

    @Test
    void batchOverFramesIsReadWhole() {
        Place end = write(0, SALT, start(0, Place.NONE, -1), data(0, 1, "a"), data(1, 1, "b"), data(2, 0, "c"));
        state(end, 2, 0);

        assertEquals(List.of("a", "b", "c"), log.reopen().records());
    }

    @Test
    void batchWithoutItsEndIsDropped() {
        write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"), data(1, 1, "b"), data(2, 1, "c"));
        state(Place.NONE, -1, 0);

        assertEquals(List.of("a"), log.reopen().records());
        assertEquals(List.of("a", "d"), log.append("d").records());
    }

    @Test
    void frameWithTheWrongSequenceIsTheEnd() {
        write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"), data(2, 0, "gap"));
        state(Place.NONE, -1, 0);

        assertEquals(List.of("a"), log.reopen().records());
    }

    @Test
    void secondStartInASegmentIsTheEnd() {
        write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"), start(0, Place.NONE, 0), data(1, 0, "b"));
        state(Place.NONE, -1, 0);

        assertEquals(List.of("a"), log.reopen().records());
    }

    @Test
    void recoveryStartVoidsWhatIsBehindThePlaceItNames() {
        Place end = write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"), data(1, 0, "void"));
        Place cut = new Place(0, SALT, end.offset() - 72);
        Frame copied = data(1, 0, "copied");
        Place second = write(3, SALT + 1, Frame.start(2, cut, 0, 128 + length(copied), 1, 5, cut), copied, data(2, 0, "c"));
        state(second, 2, 0);

        assertEquals(List.of("a", "copied", "c"), log.reopen().records());
    }

    @Test
    void startThatNobodyAttestsIsWrittenAnewEvenWithNothingToCopy() {
        Place first = write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"));
        write(1, SALT + 1, start(2, first, 0));
        state(first, 0, 0);
        log.reopen();

        assertEquals(List.of(FIRST_SEGMENT, segment(2)), log.segments());
        assertTrue(log.disk().isDurable(segment(2)));
        assertEquals(List.of("a", "b"), log.append("b").powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void truncationStartVoidsWholeSegments() {
        Place first = write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"));
        write(1, SALT + 1, start(2, first, 0), data(1, 0, "void"));
        Place end = write(2, SALT + 2, start(3, first, 0), data(1, 0, "b"));
        state(end, 1, 0);

        assertEquals(List.of("a", "b"), log.reopen().records());
        assertEquals(List.of(FIRST_SEGMENT, segment(2)), log.closed().segments());
    }

    @Test
    void startThatNamesAPlaceBehindTheFilesEndIsRefused() {
        Place first = write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"));
        Place end = write(1, SALT + 1, start(2, first.at(1 << 20), 0), data(1, 0, "b"));
        state(end, 1, 0);

        assertEquals(FIRST_SEGMENT, assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void startThatContradictsTheOneInFrontOfItIsRefused() {
        Place first = write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"), data(1, 0, "b"));
        Place second = write(1, SALT + 1, start(2, first, 1), data(2, 0, "c"));
        Place end = write(2, SALT + 2, start(2, second, 2), data(3, 0, "d")); // it says that nothing is in front of the second
        state(end, 3, 0);

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(segment(1), refused.file());
        assertEquals(4096, refused.offset());
    }

    @Test
    void startThatNamesAnotherSaltIsRefused() {
        write(0, SALT, start(0, Place.NONE, -1), data(0, 0, "a"));
        Place end = write(1, SALT + 1, start(2, new Place(0, SALT + 5, 4224), -1), data(0, 0, "b"));
        state(end, 0, 0);

        assertEquals(FIRST_SEGMENT, assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void recordLengthThatLeavesItsFrameIsCorrupt() {
        byte[] body = DocumentedLayout.records(DocumentedLayout.ascii("abc"));
        body[0] = 100;
        Frame liar = new Frame(1, 1, 0, 0, 0, 1, 5, -1, 0, 0, 0, body);
        Place end = write(0, SALT, start(0, Place.NONE, -1), liar);
        state(end, 0, 0);
        log.reopen();

        assertThrows(CorruptLogException.class, log::records);
    }

    @Test
    void frameThatCountsMoreRecordsThanItHasIsCorrupt() {
        Frame liar = new Frame(1, 1, 0, 0, 0, 3, 5, -1, 0, 0, 0, DocumentedLayout.records(DocumentedLayout.ascii("abc")));
        Place end = write(0, SALT, start(0, Place.NONE, -1), liar, data(3, 0, "d"));
        state(end, 3, 0);
        log.reopen();

        assertThrows(CorruptLogException.class, log::records);
        assertEquals(List.of("d"), log.records(3));
    }

    @Test
    void frameThatCountsMoreRecordsThanItHasIsCorruptAtTheFilesEndToo() {
        Frame liar = new Frame(1, 1, 0, 0, 0, 3, 5, -1, 0, 0, 0, DocumentedLayout.records(DocumentedLayout.ascii("abcd")));
        Place end = write(0, SALT, start(0, Place.NONE, -1), liar);
        log.disk().cut(FIRST_SEGMENT, end.offset());
        state(end, 2, 0);
        log.reopen();

        assertThrows(CorruptLogException.class, log::records);
    }

    @Test
    void sequencesBeyondFourGibi() {
        long last = 5_000_000_000L;
        Place before = new Place(6, 99, 8192);
        Place end = write(7, SALT, Frame.start(1, before, last, 128, 0, 5, before), data(last + 1, 0, "a"));
        state(end, last + 1, 7);
        log.reopen();

        assertEquals(last + 1, log.store().firstSequence());
        assertEquals(List.of("a"), log.records());
        assertEquals(last + 2, log.append("b").acknowledged());
        assertEquals(List.of("b"), log.kill().reopen().records(last + 2));
        assertEquals(List.of("a", "b", "c"), log.append("c").closed().reopen().records());
    }

    @Test
    void whatRingwalWritesIsReadFromTheDocumentation() {
        log.reopen().append("a", "b").append("c").appendBatch("d", "e").close();
        List<Seen> frames = DocumentedLayout.frames(log.contents(FIRST_SEGMENT));

        assertEquals(List.of(2, 1, 1, 1, 3, 4), frames.stream().map(Seen::kind).toList());
        assertEquals(List.of("a", "b", "c", "d", "e"),
                frames.stream().flatMap(frame -> frame.payloads().stream()).map(String::new).toList());
        Place end = new Place(0, DocumentedLayout.saltOf(log.contents(FIRST_SEGMENT)), frames.get(5).end());
        assertEquals(end, DocumentedLayout.stated(log.contents(STATE)));
    }

    @Test
    void recordsBehindFourGibibytesOfASegmentAreRead(@TempDir Path directory) throws IOException {
        long far = 5L << 30;
        Frame frame = data(7, 0, "far away");
        Frame index = Frame.index(8, 5, Place.NONE, 7, 5, far);
        long indexOffset = far + length(frame);
        long footer = (indexOffset + length(index) + 4095) / 4096 * 4096;
        Path segment = directory.resolve(FIRST_SEGMENT);
        put(segment, 0, DocumentedLayout.segmentHeader(1, ID_HIGH, ID_LOW, 0, SALT, 5, 0));
        put(segment, 4096, start(0, Place.NONE, -1).at(SALT, 4096));
        put(segment, far, frame.at(SALT, far));
        put(segment, indexOffset, index.at(SALT, indexOffset));
        put(segment, footer, Frame.footer(0, 7, 8, 100, 5, 5, indexOffset, Place.NONE).at(SALT, footer));
        put(directory.resolve(STATE), 0, page(new Place(0, SALT, footer + 4096), 7, 0));
        assertEquals(footer + 4096, Files.size(segment));

        LogStore store = open(directory);
        try (LogReader reader = store.reader(7)) {
            assertEquals(List.of("far away"), drain(reader));
            Group group = new Group(4096);
            group.add(new byte[] {'x'}, 0, 1);
            group.complete();
            store.take(group);
            store.sync();
            assertEquals(List.of("x"), drain(reader));
            assertEquals(8, reader.sequence());
        } finally {
            store.finish();
        }
        assertTrue(Files.exists(directory.resolve(segment(1))));
    }

    /** Every eighth byte begins what might be a header, until its checksum is looked at. */
    @Test
    @Timeout(60)
    void tornTailOfPayloadLikeHeadersIsRecoveredInSeconds(@TempDir Path directory) throws IOException {
        Frame frame = data(0, 0, "a");
        int offset = 4096 + length(start(0, Place.NONE, -1));
        ByteBuffer tail = ByteBuffer.allocate(64 << 20).order(ByteOrder.LITTLE_ENDIAN);
        while (tail.hasRemaining()) {
            tail.putInt(4096).put((byte) 1).put((byte) 1).putShort((short) 0); // length, version, kind, no flags
        }
        Path segment = directory.resolve(FIRST_SEGMENT);
        put(segment, 0, DocumentedLayout.segmentHeader(1, ID_HIGH, ID_LOW, 0, SALT, 5, 0));
        put(segment, 4096, start(0, Place.NONE, -1).at(SALT, 4096));
        put(segment, offset, frame.at(SALT, offset));
        put(segment, offset + length(frame), tail.array());
        put(directory.resolve(STATE), 0, page(Place.NONE, -1, 0));

        LogStore store = open(directory);
        try (LogReader reader = store.reader(0)) {
            assertEquals(List.of("a"), drain(reader));
            assertEquals(tail.capacity(), store.recovery().tornBytes());
        } finally {
            store.finish();
        }
    }

    private static LogStore open(Path directory) throws IOException {
        LocalSettings settings = new LocalSettings(LocalSettings.MIN_SEGMENT_BYTES, () -> 9, Thread::new);
        LogStore store = LocalLog.open(LocalStorage.create(directory), settings);
        store.start(new NobodyListens());
        return store;
    }

    private static Frame start(long reason, Place before, long lastSequence) {
        return Frame.start(reason, before, lastSequence, 128, 0, 5, before);
    }

    private static Frame data(long firstSequence, int flags, String... records) {
        byte[][] payloads = new byte[records.length][];
        for (int i = 0; i < records.length; i++) {
            payloads[i] = DocumentedLayout.ascii(records[i]);
        }
        return Frame.data(firstSequence, 5, Place.NONE, flags, payloads);
    }

    /** Puts a segment of these frames there, and zeros behind them. */
    private Place write(long number, long salt, Frame... frames) {
        ByteBuffer segment = ByteBuffer.allocate(16 * 1024);
        segment.put(DocumentedLayout.segmentHeader(1, ID_HIGH, ID_LOW, number, salt, 5, 0));
        for (Frame frame : frames) {
            segment.put(frame.at(salt, segment.position()));
        }
        log.disk().put(segment(number), segment.array());
        return new Place(number, salt, segment.position());
    }

    private void state(Place attested, long durable, long firstSegment) {
        log.disk().put(STATE, page(attested, durable, firstSegment));
    }

    private static byte[] page(Place attested, long durable, long firstSegment) {
        return DocumentedLayout.statePage(new byte[96],
                DocumentedLayout.stateSlot(1, 0, 1, ID_HIGH, ID_LOW, durable, attested, firstSegment, 0, -1, -1));
    }

    private static int length(Frame frame) {
        return frame.at(0, 0).length;
    }

    private static void put(Path file, long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }
}
