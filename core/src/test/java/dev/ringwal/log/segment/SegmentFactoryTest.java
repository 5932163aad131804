package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.NoSpaceException;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentFactoryTest {

    private static final String NAME = SegmentName.of(3);
    private static final StartBody START = new StartBody(StartBody.Reason.FIRST, Place.NONE, 6, -1, StartBody.FRAME_BYTES, 0);

    private MemoryStorage disk = new MemoryStorage(1);
    private long salt;

    @Test
    void spareThatIsLongerThanTheLimitIsCut() throws IOException {
        Spares spares = new Spares(disk, 0, Long.MAX_VALUE);
        disk.put(SegmentName.of(0), new byte[16 * 1024]);
        assertFalse(spares.hold(0, 1));
        spares.retired(0);
        assertTrue(spares.hold(0, 1));
        disk.delete(SegmentName.of(0));
        spares.keep(0);
        SegmentWriter writer = new SegmentFactory(disk, spares, 1, 2, () -> 3, () -> 100).create(9, 8192);

        assertEquals(8192, disk.contents(SegmentName.temporary(0)).length);
        assertTrue(writer.isFilled());
    }

    @Test
    void publishedFileHasItsNameAndIsDurable() throws IOException {
        publish(32 * 1024);

        assertEquals(List.of(NAME), disk.list());
        disk = disk.powerCut(Unsynced.LOST);
        SegmentHead head = SegmentHead.read(disk, 3);
        assertEquals(32 * 1024, head.length());
        assertEquals(1, head.header().logIdHigh());
        assertEquals(2, head.header().logIdLow());
        assertEquals(100, head.header().createdNanos());
        assertNull(head.start());
    }

    @Test
    void fileThatIsNotPublishedHasNoSegmentsName() throws IOException {
        factory().create(3, 32 * 1024);

        assertEquals(List.of(SegmentName.temporary(3)), disk.list());
    }

    @Test
    void everyFileHasItsOwnSalt() throws IOException {
        SegmentFactory factory = factory();
        long first = factory.create(3, 16 * 1024).end().salt();

        assertFalse(first == factory.create(3, 16 * 1024).end().salt());
    }

    @Test
    void takenNameIsNeverReplaced() throws IOException {
        disk.put(NAME, new byte[] {1});

        assertThrows(FileAlreadyExistsException.class, () -> publish(16 * 1024));

        assertEquals(1, disk.contents(NAME).length);
        assertEquals(List.of(NAME), disk.list());
        assertEquals(0, disk.openFiles());
    }

    @Test
    void fileThatCouldNotBeSyncedIsDeletedAndNeverNamed() throws IOException {
        SegmentFactory factory = factory();
        SegmentWriter writer = factory.create(3, 16 * 1024);
        disk.fail(Operation.SYNC, 1);

        assertThrows(IOException.class, () -> factory.publish(writer));

        assertEquals(List.of(), disk.list());
        assertEquals(0, disk.openFiles());
    }

    @Test
    void fullDiskLeavesNothingBehind() throws IOException {
        disk.capacity(20 * 1024);

        SegmentFactory factory = factory();
        SegmentWriter writer = factory.create(3, 64 * 1024);
        assertThrows(NoSpaceException.class, () -> writer.fillAhead(64 * 1024, () -> false));
        factory.discard(writer);

        assertEquals(List.of(), disk.list());
        assertEquals(20 * 1024, disk.freeBytes());
        assertEquals(0, disk.openFiles());
    }

    @Test
    void unfilledFileIsFilledAsItIsUsed() throws IOException {
        SegmentFactory factory = factory();
        SegmentWriter writer = factory.create(3, 1 << 20);
        factory.publish(writer);
        assertEquals(64 * 1024, disk.contents(NAME).length);
        writer.reserve(200);
        assertEquals(64 * 1024, disk.contents(NAME).length);
        writer.reserve(64 * 1024);
        assertEquals(256 * 1024, disk.contents(NAME).length);
        writer.reserve(500 * 1024);

        assertEquals(512 * 1024, disk.contents(NAME).length);
    }

    @Test
    void startIsReadBack() throws IOException {
        SegmentWriter writer = publish(32 * 1024);
        writer.reserve(StartBody.FRAME_BYTES);
        writer.start(START, new ControlState(), 5, Place.NONE);
        writer.sync();
        SegmentHead head = SegmentHead.read(disk, 3);

        assertEquals(START, head.start());
        assertEquals(5, head.startNanos());
        assertEquals(Place.NONE, head.attested());
    }

    @Test
    void withdrawnFileIsGone() throws IOException {
        SegmentFactory factory = factory();
        SegmentWriter writer = factory.create(3, 16 * 1024);
        factory.publish(writer);
        factory.withdraw(writer);

        assertFalse(disk.exists(NAME));
    }

    @Test
    void headerOfAnotherNumberIsCorrupt() throws IOException {
        publish(16 * 1024);
        disk.put(SegmentName.of(4), disk.contents(NAME));

        assertThrows(CorruptLogException.class, () -> SegmentHead.read(disk, 4));
    }

    // Writing.

    @Test
    void whatIsReservedNeedsNoRoomWhenItIsWritten() throws IOException {
        Group group = group(3000);
        SegmentWriter writer = publish(16 * 1024);
        writer.reserve(StartBody.FRAME_BYTES + group.bytes());
        disk.fill();

        writer.start(START, new ControlState(), 5, Place.NONE);
        writer.write(group, 7, 6);
        writer.seal(new ControlState(), Place.NONE);
        writer.sync();
        writer.retire();

        assertEquals(writer.offset(), disk.contents(NAME).length);
        assertNotNull(Segment.readFooter(new FrameScanner(disk.openForReading(NAME), NAME, writer.end().salt()), writer.offset()));
    }

    @Test
    void groupThatDoesNotFitEnlargesTheSegment() throws IOException {
        SegmentWriter writer = publish(16 * 1024);
        assertFalse(writer.hasRoomFor(40_000));
        writer.reserve(40_000);

        assertTrue(writer.hasRoomFor(40_000));
        assertTrue(writer.limitBytes() >= 48_000);
    }

    @Test
    void refusedReservationLeavesTheSegmentAsItWas() throws IOException {
        SegmentWriter writer = publish(16 * 1024);
        disk.fill();

        assertThrows(NoSpaceException.class, () -> writer.reserve(40_000));

        assertEquals(16 * 1024, writer.limitBytes());
        writer.reserve(3000);
    }

    @Test
    void footerTellsWhatTheSegmentHolds() throws IOException {
        SegmentWriter writer = publish(64 * 1024);
        writer.reserve(StartBody.FRAME_BYTES + 8000);
        writer.start(START, new ControlState(), 5, Place.NONE);
        writer.write(group(3000), 7, 6);
        writer.write(group(100), 8, 9);
        long indexOffset = writer.offset();
        writer.seal(new ControlState(), Place.NONE);

        var footer = Segment.readFooter(new FrameScanner(disk.openForReading(NAME), NAME, writer.end().salt()), writer.offset());
        assertNotNull(footer);
        assertEquals(7, footer.firstSequence());
        assertEquals(8, footer.lastSequence());
        assertEquals(2, footer.records());
        assertEquals(3100, footer.payloadBytes());
        assertEquals(6, footer.firstNanos());
        assertEquals(9, footer.lastNanos());
        assertEquals(indexOffset, footer.indexOffset());
    }

    private static Group group(int bytes) {
        Group group = new Group(8192);
        group.add(new byte[bytes], 0, bytes);
        group.complete();
        return group;
    }

    private SegmentFactory factory() {
        return new SegmentFactory(disk, new Spares(disk, 0, Long.MAX_VALUE), 1, 2, () -> ++salt, () -> 100);
    }

    private SegmentWriter publish(long limitBytes) throws IOException {
        SegmentFactory factory = factory();
        SegmentWriter writer = factory.create(3, limitBytes);
        writer.fillAhead(limitBytes, () -> false);
        factory.publish(writer);
        return writer;
    }
}
