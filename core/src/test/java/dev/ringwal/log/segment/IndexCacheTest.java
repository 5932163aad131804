package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.ReadCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexCacheTest {

    private static final int FRAMES = 40;
    private static final int TOPIC = 1;
    private static final int RECORD_BYTES = 8 * 1024;
    private static final int LIMIT_BYTES = 512 * 1024;
    /** An entry has 24. */
    private static final int INDEX_BYTES = 256 + FRAMES * 24;

    private final ReadCount disk = new ReadCount(new MemoryStorage(1));
    private long salt;
    private long end;

    private SegmentFactory factory() {
        return new SegmentFactory(disk, new Spares(disk, 0, 0), 1, 2, () -> ++salt, () -> 100);
    }

    private SegmentWriter published(SegmentFactory factory, long number) throws IOException {
        SegmentWriter writer = factory.create(number, LIMIT_BYTES);
        factory.reserveAndPublish(writer, StartBody.FRAME_BYTES, 0);
        return writer;
    }

    private static Segment started(SegmentWriter writer) throws IOException {
        StartBody start = new StartBody(StartBody.Reason.FIRST, Place.NONE, -1, -1, StartBody.FRAME_BYTES, 0);
        return writer.start(start, new ControlState(), 100, Place.NONE);
    }

    private void fill(SegmentWriter writer) throws IOException {
        Group group = new Group(LIMIT_BYTES);
        for (int i = 0; i < FRAMES; i++) {
            group.add(new byte[RECORD_BYTES], 0, RECORD_BYTES, i == 0 ? TOPIC : RecordHead.DEFAULT_TOPIC);
        }
        group.complete();
        writer.reserve(writer.bytesOf(group));
        writer.write(group, 0, 100);
        writer.seal(new ControlState(), Place.NONE);
        end = writer.offset();
    }

    /** Not told yet where it ends, when it was. */
    private Segment sealed(long number) throws IOException {
        SegmentWriter writer = published(factory(), number);
        Segment segment = started(writer);
        fill(writer);
        return segment;
    }

    private Segment ended(long number) throws IOException {
        Segment segment = sealed(number);
        segment.endsAt(end);
        return segment;
    }

    private FrameScanner scanner(Segment segment) throws IOException {
        return new FrameScanner(disk.openForReading(segment.name()), segment.name(), segment.salt());
    }

    /** Whether the index had to be read for that. */
    private boolean reads(Segment segment, IndexCache indexes) throws IOException {
        FrameScanner scanner = scanner(segment);
        disk.restart();
        assertTrue(scanner.frame(segment.offsetNear(FRAMES - 1, scanner, indexes)) && scanner.lastSequence() == FRAMES - 1);
        return disk.reads() > 2; // header and body of the frame
    }

    @Test
    void indexIsReadOnce() throws IOException {
        IndexCache indexes = new IndexCache();
        Segment segment = ended(1);

        assertTrue(reads(segment, indexes));
        assertEquals(List.of(false, false), List.of(reads(segment, indexes), reads(segment, indexes)));
    }

    @Test
    void theOneNotUsedForLongestGivesWay() throws IOException {
        IndexCache indexes = new IndexCache(2 * INDEX_BYTES);
        Segment first = ended(1);
        Segment second = ended(2);
        Segment third = ended(3);
        assertTrue(reads(first, indexes) && reads(second, indexes));
        assertEquals(false, reads(first, indexes));
        assertTrue(reads(third, indexes));

        assertEquals(List.of(false, false, true),
                List.of(reads(first, indexes), reads(third, indexes), reads(second, indexes)));
    }

    @Test
    void indexesOfManySegmentsTakeNoMoreThanTheBound() throws IOException {
        IndexCache indexes = new IndexCache(5 * INDEX_BYTES + 1);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            segments.add(ended(i));
            reads(segments.get(i), indexes);
            assertEquals(Math.min(i + 1, 5) * (long) INDEX_BYTES, indexes.bytes());
        }
    }

    @Test
    void indexThatIsLargerThanTheBoundIsNotKept() throws IOException {
        IndexCache indexes = new IndexCache(INDEX_BYTES - 1);
        Segment segment = ended(1);

        assertEquals(List.of(true, true), List.of(reads(segment, indexes), reads(segment, indexes)));
        assertEquals(0, indexes.bytes());
    }

    @Test
    void openSegmentHasItsIndexAtHand() throws IOException {
        Segment segment = sealed(1);

        assertEquals(false, reads(segment, new IndexCache(0)));
    }

    @Test
    void whatNobodyKnewWhileTheSegmentWasOpenIsReadOnceItIsSealed() throws IOException {
        IndexCache indexes = new IndexCache();
        Segment written = sealed(1);
        Segment seen = new Segment(1, written.salt(), 0, 100, Segment.OPEN); // by a reader of another process
        FrameScanner scanner = scanner(seen);
        assertEquals(4096, seen.offsetNear(FRAMES - 1, scanner, indexes));
        seen.endsAt(end);

        assertEquals(written.offsetNear(FRAMES - 1, scanner, indexes), seen.offsetNear(FRAMES - 1, scanner, indexes));
    }

    @Test
    void footerIsFoundByWhoOpenedTheFileWhenItWasShorter() throws IOException {
        SegmentWriter writer = published(factory(), 1);
        Segment segment = started(writer);
        FrameScanner scanner = scanner(segment);
        FrameScanner other = scanner(segment);
        fill(writer);
        long noted = segment.offsetNear(FRAMES - 1, scanner, new IndexCache());
        segment.endsAt(end);

        assertTrue(noted > 4096);
        assertNotNull(segment.postings(TOPIC, scanner));
        assertEquals(noted, segment.offsetNear(FRAMES - 1, other, new IndexCache()));
    }

    @Test
    void placesInASegmentAreNotThoseOfTheNext() throws IOException {
        SegmentFactory factory = factory();
        SegmentWriter writer = published(factory, 1);
        Segment segment = started(writer);
        fill(writer);
        FrameScanner scanner = scanner(segment);
        long noted = segment.offsetNear(FRAMES - 1, scanner, new IndexCache());
        SegmentWriter next = published(factory, 2);
        started(next);
        fill(next);

        assertEquals(4096, segment.offsetNear(FRAMES - 1, scanner, new IndexCache())); // it is not known yet where it ends
        segment.endsAt(end);
        assertEquals(noted, segment.offsetNear(FRAMES - 1, scanner, new IndexCache()));
    }
}
