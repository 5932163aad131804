package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.DocumentedLayout.Frame;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    private static final long SALT = 7;
    private static final String NAME = "file";

    private final MemoryStorage disk = new MemoryStorage(1);

    @Test
    void frameIsFoundAndDescribed() throws IOException {
        FrameScanner scanner = scan(put(4096, data(9, "a", "bb")));

        assertTrue(scanner.frame(4096));
        assertEquals(9, scanner.firstSequence());
        assertEquals(10, scanner.lastSequence());
        assertEquals(2, scanner.records());
        assertEquals(11, scanner.bodyLength());
        assertEquals(4096 + 64 + 16, scanner.nextOffset());
        assertEquals(new Place(1, 2, 3), scanner.attested());
        assertEquals(1234, scanner.timeNanos());
        assertFalse(scanner.hasMore());
    }

    /** A reader that still looks into a trimmed file that is used again. */
    @Test
    void bodyOfAFrameWhoseHeaderIsOverwrittenMeanwhileIsNotRead() throws IOException {
        FrameScanner scanner = scan(put(4096, data(9, "x".repeat(30_000))));
        assertTrue(scanner.header(4096));
        disk.overwrite(NAME, 4096, (byte) 1, (byte) 2, (byte) 3, (byte) 0x90);

        assertFalse(scanner.body());
    }

    @Test
    void recordsOfAnotherHeaderThanTheOneThatVerifiedAreNotBelieved() throws IOException {
        FrameScanner scanner = scan(put(4096, data(9, "x".repeat(30_000))));
        assertTrue(scanner.header(4096));
        disk.overwrite(NAME, 4096 + 8, (byte) 77);

        assertFalse(scanner.body());
    }

    @Test
    void nothingIsFoundElsewhere() throws IOException {
        FrameScanner scanner = scan(put(4096, data(9, "a")));

        assertFalse(scanner.frame(4088));
        assertFalse(scanner.frame(4104));
        assertFalse(scanner.frame(0));
        assertFalse(scanner.frame(1 << 30));
    }

    @Test
    void frameThatTheFileEndsWithinIsNotFound() throws IOException {
        byte[] file = put(4096, data(9, "a"));
        for (int length = 0; length < file.length; length += length < 4000 ? 1000 : 1) {
            disk.put(NAME, Arrays.copyOf(file, length));
            assertFalse(new FrameScanner(disk.openForReading(NAME), NAME, SALT).frame(4096), length + " bytes");
        }
    }

    @Test
    void garbageLengthCostsNoMemory() throws IOException {
        byte[] file = put(4096, data(9, "a"));
        file[4096 + 3] = 0x7F;

        assertFalse(scan(file).frame(4096));
    }

    @Test
    void believedLengthEndsWithinTheFileBeforeMemoryIsTaken() throws IOException {
        byte[] large = Frame.data(9, 1, Place.NONE, 0, new byte[1 << 20]).at(SALT, 4096);
        byte[] file = new byte[4096 + 200];
        System.arraycopy(large, 0, file, 4096, 200);

        assertFalse(scan(file).header(4096));
    }

    @Test
    void frameLargerThanTheWindowIsReadWhole() throws IOException {
        byte[] payload = new byte[3 << 20];
        new Random(5).nextBytes(payload);
        FrameScanner scanner = scan(put(4096, Frame.data(9, 1, Place.NONE, 0, payload)));

        assertTrue(scanner.frame(4096));
        byte[] read = new byte[payload.length];
        scanner.buffer().get(scanner.index() + 64 + 4, read);
        assertArrayEquals(payload, read);
    }

    @Test
    void newerFrameAmongOtherBytesIsRefusedOnlyIfAllOfItVerifies() throws IOException {
        Frame newer = new Frame(2, 1, 0, 0, 9, 0, 1, 0, 0, 0, 0, new byte[40]);
        FrameScanner scanner = scan(put(4096, newer));
        assertThrows(NewerFormatException.class, () -> scanner.findHeader(0));
        disk.overwrite(NAME, 4096 + 64 + 30, (byte) 1);
        scanner.refresh();

        assertEquals(-1, scanner.findHeader(0));
    }

    @Test
    void manyNewerHeadersAreBelievedWithoutTheirBodies() throws IOException {
        byte[] file = new byte[4096 + 17 * 64];
        for (int i = 0; i < 17; i++) {
            int at = 4096 + i * 64;
            byte[] frame = new Frame(2, 1, 0, 0, 9, 0, 1, 0, 0, 0, 0, new byte[(16 - i) * 64]).at(SALT, at);
            System.arraycopy(frame, 0, file, at, 64);
        }
        assertThrows(NewerFormatException.class, () -> scan(file).findHeader(0));
    }

    @Test
    void newerFrameIsRefused() throws IOException {
        Frame newer = new Frame(2, 1, 0, 0, 9, 0, 1, 0, 0, 0, 0, new byte[0]);

        NewerFormatException refused = assertThrows(NewerFormatException.class, () -> scan(put(4096, newer)).header(4096));
        assertTrue(refused.getMessage().contains(NAME) && refused.getMessage().contains("4096"), refused.getMessage());
    }

    @Test
    void headerIsFoundBehindGarbage() throws IOException {
        byte[] file = put(40_000, data(9, "a"));
        byte[] garbage = new byte[40_000 - 4096];
        new Random(3).nextBytes(garbage);
        System.arraycopy(garbage, 0, file, 4096, garbage.length);
        FrameScanner scanner = scan(file);

        assertEquals(40_000, scanner.findHeader(4096));
        assertEquals(40_000, scanner.findHeader(40_000));
        assertEquals(-1, scanner.findHeader(40_001));
    }

    @Test
    void writtenBytesEndWhereOnlyZerosFollow() throws IOException {
        byte[] file = new byte[70_003];
        assertEquals(4096, scan(file).endOfNonZero(4096));
        file[60_001] = 1;
        assertEquals(60_008, scan(file).endOfNonZero(4096));
        file[70_002] = 1;
        assertEquals(70_003, scan(file).endOfNonZero(4096));
    }

    /** Pages of zeros are passed over at once. */
    @Test
    void nothingIsOverlookedBesidePagesOfZeros() throws IOException {
        for (int offset = 8192 - 72; offset <= 8192 + 72; offset += 8) {
            Frame frame = data(9, "a");
            byte[] file = Arrays.copyOf(put(offset, frame), 40_000);
            assertEquals(offset, scan(file).findHeader(0));
            assertEquals(-1, scan(file).findHeader(offset + 1));
            for (int last = offset; last < offset + 8; last++) {
                byte[] one = new byte[40_000];
                one[last] = 1;
                assertEquals(offset + 8, scan(one).endOfNonZero(0));
            }
        }
    }

    @Test
    void refreshSeesWhatWasWrittenSince() throws IOException {
        byte[] file = new byte[8192];
        FrameScanner scanner = scan(file);
        assertFalse(scanner.frame(4096));
        disk.overwrite(NAME, 4096, data(9, "a").at(SALT, 4096));
        assertFalse(scanner.frame(4096));

        scanner.refresh();
        assertTrue(scanner.frame(4096));
    }

    @Test
    void walkReadsFewLargePieces() throws IOException {
        byte[] file = new byte[8 << 20];
        FrameScanner scanner = scan(file);
        AtomicInteger reads = new AtomicInteger();
        disk.onOperation((operation, name) -> reads.addAndGet(operation == Operation.READ ? 1 : 0));
        scanner.endOfNonZero(0);

        int growing = 6; // from ten KiB, doubling
        assertTrue(reads.get() <= growing + file.length / (512 * 1024), reads + " reads");
    }

    private static Frame data(long firstSequence, String... records) {
        byte[][] payloads = new byte[records.length][];
        for (int i = 0; i < records.length; i++) {
            payloads[i] = DocumentedLayout.ascii(records[i]);
        }
        return Frame.data(firstSequence, 1234, new Place(1, 2, 3), 0, payloads);
    }

    private static byte[] put(int offset, Frame frame) {
        byte[] bytes = frame.at(SALT, offset);
        byte[] file = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, file, offset, bytes.length);
        return file;
    }

    private FrameScanner scan(byte[] file) throws IOException {
        disk.put(NAME, file);
        return new FrameScanner(disk.openForReading(NAME), NAME, SALT);
    }
}
