package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.DocumentedLayout.Frame;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TailScanTest {

    private static final long SALT = 7;
    private static final int START_END = 4096 + 128;

    private final MemoryStorage disk = new MemoryStorage(1);
    private final ByteBuffer file = ByteBuffer.allocate(64 * 1024);
    private SegmentHead head;

    TailScanTest() {
        file.put(DocumentedLayout.segmentHeader(1, 0, 0, 0, SALT, 0, 0));
        write(Frame.start(0, Place.NONE, 9, 128, 0, 5, Place.NONE));
    }

    @Test
    void scanEndsBehindTheLastWholeFrame() throws IOException {
        write(data(10, 0, Place.NONE, "a", "b"));
        write(data(12, 0, Place.NONE, "c"));
        TailScan scan = scan();

        assertEquals(file.position(), scan.end());
        assertEquals(12, scan.endSequence());
        assertEquals(0, scan.tornBytes());
        assertFalse(scan.isSealed());
        assertEquals(-1, scan.evidenceBehind());
    }

    @Test
    void segmentWithoutRecordsEndsBehindItsStart() throws IOException {
        TailScan scan = scan();

        assertEquals(START_END, scan.end());
        assertEquals(9, scan.endSequence());
    }

    @Test
    void unfinishedBatchIsTorn() throws IOException {
        write(data(10, 0, Place.NONE, "a"));
        int end = file.position();
        write(data(11, 1, Place.NONE, "b"));
        write(data(12, 1, Place.NONE, "c"));
        TailScan scan = scan();

        assertEquals(end, scan.end());
        assertEquals(10, scan.endSequence());
        assertEquals(file.position(), scan.firstBad());
        assertEquals(file.position() - end, scan.tornBytes());
    }

    @Test
    void furthestAttestedPositionCounts() throws IOException {
        write(data(10, 0, new Place(0, SALT, START_END), "a"));
        write(data(11, 0, new Place(0, SALT, START_END + 72), "b"));
        write(data(12, 0, new Place(0, SALT, START_END + 72), "c"));
        TailScan scan = scan();

        assertEquals(new Place(0, SALT, START_END + 72), scan.attested());
        assertEquals(10, scan.sequenceAt(START_END + 72, head.start()));
        assertEquals(9, scan.sequenceAt(START_END, head.start()));
    }

    @Test
    void evidenceBehindTheFirstBadFrameIsFound() throws IOException {
        write(data(10, 0, Place.NONE, "a"));
        int bad = file.position();
        write(data(11, 0, Place.NONE, "b"));
        int behind = file.position();
        write(data(12, 0, new Place(0, SALT, behind), "c"));
        file.put(bad, (byte) 99);
        TailScan scan = scan();

        assertEquals(bad, scan.firstBad());
        assertEquals(behind, scan.evidenceBehind());
    }

    @Test
    void frameBehindThatAttestsNoMoreIsNoEvidence() throws IOException {
        write(data(10, 0, Place.NONE, "a"));
        int bad = file.position();
        write(data(11, 0, Place.NONE, "b"));
        write(data(12, 0, new Place(0, SALT, bad), "c"));
        write(data(13, 0, new Place(5, 123, 60_000), "d"));
        file.put(bad, (byte) 99);

        assertEquals(-1, scan().evidenceBehind());
    }

    @Test
    void footerSealsTheSegment() throws IOException {
        write(data(10, 0, Place.NONE, "a"));
        write(Frame.index(11, 5, Place.NONE, 10, 5, START_END));
        file.position((file.position() + 4095) / 4096 * 4096);
        write(Frame.footer(10, 10, 1, 1, 5, 5, START_END + 72, Place.NONE));
        int end = file.position();
        write(data(11, 0, Place.NONE, "behind"));
        TailScan scan = scan();

        assertTrue(scan.isSealed());
        assertEquals(end, scan.end());
        assertEquals(10, scan.endSequence());
        assertEquals(0, scan.tornBytes());
    }

    @Test
    void indexWithoutItsFooterIsTorn() throws IOException {
        write(data(10, 0, Place.NONE, "a"));
        int end = file.position();
        write(Frame.index(11, 5, Place.NONE, 10, 5, START_END));
        TailScan scan = scan();

        assertFalse(scan.isSealed());
        assertEquals(end, scan.end());
        assertEquals(file.position() - end, scan.tornBytes());
    }

    private void write(Frame frame) {
        file.put(frame.at(SALT, file.position()));
    }

    private static Frame data(long firstSequence, int flags, Place attested, String... records) {
        byte[][] payloads = new byte[records.length][];
        for (int i = 0; i < records.length; i++) {
            payloads[i] = DocumentedLayout.ascii(records[i]);
        }
        return Frame.data(firstSequence, 5, attested, flags, payloads);
    }

    private TailScan scan() throws IOException {
        String name = SegmentName.of(0);
        disk.put(name, file.array());
        head = SegmentHead.read(disk, 0);
        assertNotNull(head.start());
        return new TailScan(new FrameScanner(disk.openForReading(name), name, SALT), head, head.start(), Long.MAX_VALUE).run();
    }
}
