package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.DocumentedLayout.Frame;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupTest {

    private static final long SALT = 99;
    private static final Place ATTESTED = new Place(3, 4, 5000);

    private final Group group = new Group(64 * 1024);

    @Test
    void recordsOfOneGroupShareAFrame() {
        add("a");
        add("");
        add("ccc");

        byte[] expected = Frame.data(7, 1234, ATTESTED, 0, ascii("a"), ascii(""), ascii("ccc")).at(SALT, 4224);
        assertEquals(Golden.hex(expected), Golden.hex(closed(7)));
        assertEquals(3, group.records());
        assertEquals(4, group.payloadBytes());
        assertEquals(7, group.firstSequence());
    }

    @Test
    void frameEndsAtTheFirstRecordBehindEightKibibytes() {
        byte[] record = new byte[2000];
        for (int i = 0; i < 6; i++) {
            group.add(record, 0, record.length);
        }

        List<Seen> frames = frames(closed(0));

        assertEquals(List.of(0L, 5L), frames.stream().map(Seen::firstSequence).toList());
        assertTrue(frames.stream().noneMatch(Seen::more));
    }

    @Test
    void batchOverFramesIsMarkedInAllButTheLast() {
        byte[][] batch = new byte[10][2000];
        group.addBatch(encoded(batch), batch.length);

        List<Seen> frames = frames(closed(0));

        assertEquals(List.of(true, false), frames.stream().map(Seen::more).toList());
        assertEquals(9, frames.get(1).lastSequence());
    }

    @Test
    void recordBehindABatchIsNotPartOfIt() {
        byte[][] batch = new byte[2][5_000];
        group.addBatch(encoded(batch), batch.length);
        add("alone");

        assertEquals(List.of(false, false), frames(closed(0)).stream().map(Seen::more).toList());
    }

    @Test
    void batchThatBeginsInAStartedFrameEndsWithoutMark() {
        add("before");
        group.addBatch(encoded(ascii("one"), ascii("two")), 2);
        add("behind");

        List<Seen> frames = frames(closed(0));

        assertEquals(1, frames.size());
        assertFalse(frames.get(0).more());
        assertEquals(3, frames.get(0).lastSequence());
    }

    @Test
    void clearedGroupHoldsNothingOfBefore() {
        add("something longer than what comes");
        closed(0);
        group.clear();
        assertTrue(group.isEmpty());
        add("a");

        byte[] expected = Frame.data(7, 1234, ATTESTED, 0, ascii("a")).at(SALT, 4224);
        assertEquals(Golden.hex(expected), Golden.hex(closed(7)));
    }

    @Test
    void clearedGroupAttestsNothing() {
        add("a");
        closed(0);
        group.clear();
        add("a");
        group.complete();
        group.close(7, SALT, 4224, 1234, new SparseIndex());

        byte[] expected = Frame.data(7, 1234, Place.NONE, 0, ascii("a")).at(SALT, 4224);
        assertEquals(Golden.hex(expected), Golden.hex(written()));
    }

    @Test
    void grownGroupGivesItsMemoryBackWhenCleared() {
        ByteBuffer everyday = group.buffer();
        byte[] large = new byte[1 << 20];
        assertFalse(group.fits(1, large.length));

        group.grow(1, large.length);
        assertTrue(group.fits(1, large.length));
        group.add(large, 0, large.length);
        assertEquals(0, frames(closed(0)).get(0).lastSequence());
        assertNotSame(everyday, group.buffer());

        group.clear();
        assertSame(everyday, group.buffer());
    }

    @Test
    void whatFitsIsNeverTooLong() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Group filled = new Group(64 * 1024 + random.nextInt(5000));
            byte[] record = new byte[1 + random.nextInt(random.nextBoolean() ? 20 : 40_000)];
            List<Integer> lengths = new ArrayList<>();
            int length = random.nextInt(record.length);
            while (filled.fits(1, length)) {
                filled.add(record, 0, length);
                lengths.add(length);
                length = random.nextBoolean() ? length : random.nextInt(record.length);
            }
            filled.complete();

            assertTrue(filled.bytes() <= filled.buffer().capacity(), "seed " + seed);
            assertTrue(filled.bytes() <= Group.bytesFor(filled.records(), filled.payloadBytes()), "seed " + seed);
            assertEquals(lengths.size(), filled.records(), "seed " + seed);
        }
    }

    @Test
    void grownGroupHoldsExactlyWhatItWasGrownFor() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[][] batch = new byte[1 + random.nextInt(400)][];
            Arrays.setAll(batch, i -> new byte[random.nextInt(2000)]);
            long bytes = Arrays.stream(batch).mapToLong(record -> record.length).sum();
            Group small = new Group(4096);

            small.grow(batch.length, bytes);
            small.addBatch(encoded(batch), batch.length);
            small.complete();

            assertEquals(batch.length, small.records(), "seed " + seed);
            assertTrue(small.bytes() <= small.buffer().capacity(), "seed " + seed);
        }
    }

    @Test
    void framesThatAreFullByOneByteFitIntoWhatWasTakenForThem() {
        byte[][] batch = {new byte[16_317], new byte[16_317], new byte[16_317], new byte[16_317], new byte[5]};
        Group small = new Group(4096);

        small.grow(batch.length, 4 * 16_317 + 5);
        small.addBatch(encoded(batch), batch.length);
        small.complete();

        assertTrue(small.bytes() <= small.buffer().capacity());
    }

    private void add(String record) {
        group.add(ByteBuffer.wrap(ascii(record)), 0, record.length(), 0);
    }

    /** The group's bytes as they are written to offset 4224. */
    private byte[] closed(long sequence) {
        group.complete();
        group.attest(ATTESTED.segment(), ATTESTED.salt(), ATTESTED.offset());
        group.close(sequence, SALT, 4224, 1234, new SparseIndex());
        return written();
    }

    private byte[] written() {
        byte[] bytes = new byte[group.bytes()];
        group.buffer().get(0, bytes);
        return bytes;
    }

    private static List<Seen> frames(byte[] frames) {
        byte[] segment = Arrays.copyOf(DocumentedLayout.segmentHeader(1, 0, 0, 0, SALT, 0, 0), 4224 + frames.length);
        byte[] start = Frame.start(0, Place.NONE, -1, 128, 0, 0, Place.NONE).at(SALT, 4096);
        System.arraycopy(start, 0, segment, 4096, start.length);
        System.arraycopy(frames, 0, segment, 4224, frames.length);
        List<Seen> seen = DocumentedLayout.frames(segment);
        assertEquals(segment.length, seen.get(seen.size() - 1).end());
        return seen.subList(1, seen.size());
    }

    private static ByteBuffer encoded(byte[]... records) {
        return ByteBuffer.wrap(DocumentedLayout.records(records)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return DocumentedLayout.ascii(text);
    }
}
