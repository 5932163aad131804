package dev.ringwal.log.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.DocumentedLayout.Frame;
import dev.ringwal.log.format.FrameHeader.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameHeaderTest {

    private static final long SALT = 0x0DDB_A11C_AFE0_F00DL;
    private static final long OFFSET = 8192;
    private static final Place ATTESTED = new Place(3, 0x77, 4216);

    private final Checksum checksum = new Checksum();

    @Test
    void frameWrittenFromTheDocumentationIsValid() {
        byte[] frame = Frame.data(9, 1234, ATTESTED, 0, DocumentedLayout.ascii("one"), DocumentedLayout.ascii("")).at(SALT, OFFSET);

        assertEquals(Verdict.VALID, check(frame));
        assertTrue(FrameHeader.bodyVerifies(little(frame), 0, checksum, SALT, OFFSET));
        assertEquals(11, FrameHeader.bodyLength(little(frame), 0));
        assertEquals(9, FrameHeader.firstSequence(little(frame), 0));
        assertEquals(2, FrameHeader.records(little(frame), 0));
        assertEquals(1234, FrameHeader.timeNanos(little(frame), 0));
        assertEquals(ATTESTED, FrameHeader.attested(little(frame), 0));
    }

    @Test
    void zerosAreNeverValid() {
        for (long salt : new long[] {0, 1, -1, SALT}) {
            for (long offset = 0; offset < 1 << 16; offset += 8) {
                assertEquals(Verdict.INVALID, FrameHeader.check(little(new byte[64]), 0, checksum, salt, offset, 1 << 20));
            }
        }
    }

    @Test
    void versionZeroIsNotValidEvenIfItVerifies() {
        assertEquals(Verdict.INVALID, check(frame(0, 1, 0, 0, 0).at(SALT, OFFSET)));
    }

    @Test
    void whatIsNotKnownAndVerifiesIsNewer() {
        assertEquals(Verdict.NEWER, check(frame(2, 1, 0, 0, 0).at(SALT, OFFSET)), "version");
        assertEquals(Verdict.NEWER, check(frame(255, 1, 0, 0, 0).at(SALT, OFFSET)), "version");
        assertEquals(Verdict.NEWER, check(frame(1, 0, 0, 0, 0).at(SALT, OFFSET)), "kind");
        assertEquals(Verdict.NEWER, check(frame(1, 8, 0, 0, 0).at(SALT, OFFSET)), "kind");
        assertEquals(Verdict.NEWER, check(frame(1, 1, 0, 1, 0).at(SALT, OFFSET)), "transform");
        assertEquals(Verdict.NEWER, check(frame(1, 1, 0, 0x10, 0).at(SALT, OFFSET)), "transform");
        assertEquals(Verdict.NEWER, check(frame(1, 1, 0, 0, 1).at(SALT, OFFSET)), "reserved");
        for (int flag = 4; flag <= 0x80; flag <<= 1) {
            assertEquals(Verdict.NEWER, check(frame(1, 1, flag, 0, 0).at(SALT, OFFSET)), "flag " + flag);
        }
    }

    @Test
    void whatIsNotKnownAndDoesNotVerifyIsNotNewer() {
        byte[] frame = frame(1, 1, 0, 0, 0).at(SALT, OFFSET);
        frame[4] = 2;

        assertEquals(Verdict.INVALID, check(frame));
    }

    @Test
    void frameOfAnotherSaltOrOffsetNeverVerifies() {
        byte[] frame = frame(1, 1, 0, 0, 0).at(SALT, OFFSET);

        for (int bit = 0; bit < 64; bit++) {
            assertEquals(Verdict.INVALID, FrameHeader.check(little(frame), 0, checksum, SALT ^ 1L << bit, OFFSET, frame.length));
            assertEquals(Verdict.INVALID, FrameHeader.check(little(frame), 0, checksum, SALT, OFFSET ^ 1L << bit, frame.length));
            assertFalse(FrameHeader.bodyVerifies(little(frame), 0, checksum, SALT ^ 1L << bit, OFFSET));
            assertFalse(FrameHeader.bodyVerifies(little(frame), 0, checksum, SALT, OFFSET ^ 1L << bit));
        }
    }

    @Test
    void everyFlippedBitShows() {
        byte[] frame = Frame.data(9, 1234, ATTESTED, 1, DocumentedLayout.ascii("one"), DocumentedLayout.ascii("two.")).at(SALT, OFFSET);

        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            boolean verifies = check(damaged) == Verdict.VALID
                    && FrameHeader.bodyVerifies(little(damaged), 0, checksum, SALT, OFFSET);
            assertFalse(verifies, "bit " + bit);
            assertNotEquals(Verdict.NEWER, check(damaged), "bit " + bit);
        }
    }

    @Test
    void frameThatDoesNotEndWithinTheFileIsNotValid() {
        byte[] frame = frame(1, 1, 0, 0, 0).at(SALT, OFFSET);

        assertEquals(Verdict.VALID, FrameHeader.check(little(frame), 0, checksum, SALT, OFFSET, frame.length));
        assertEquals(Verdict.INVALID, FrameHeader.check(little(frame), 0, checksum, SALT, OFFSET, frame.length - 1));
    }

    @Test
    void lengthsNearTheLargestAreNotTakenForShortOnes() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, -64, Integer.MAX_VALUE, Integer.MAX_VALUE - 7, Integer.MAX_VALUE - 70}) {
            byte[] frame = frame(1, 1, 0, 0, 0).at(SALT, OFFSET);
            little(frame).putInt(0, length);

            assertEquals(Verdict.INVALID, FrameHeader.check(little(frame), 0, checksum, SALT, OFFSET, 1 << 20), "length " + length);
        }
    }

    @Test
    void garbageIsNeverValid() {
        long seed = 42;
        Random random = new Random(seed);
        byte[] garbage = new byte[64];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(garbage);
            assertEquals(Verdict.INVALID, FrameHeader.check(little(garbage), 0, checksum, SALT, OFFSET, Long.MAX_VALUE), "seed " + seed);
        }
    }

    @Test
    void movedFrameIsValidAtItsNewPlaceOnly() {
        byte[] frame = Frame.data(9, 1234, ATTESTED, 1, DocumentedLayout.ascii("one")).at(SALT, OFFSET);
        Place later = new Place(4, 0x99, 9000);

        FrameHeader.move(little(frame), 0, 5, 4216, later);

        byte[] expected = Frame.data(9, 1234, later, 1, DocumentedLayout.ascii("one")).at(5, 4216);
        assertEquals(Golden.hex(expected), Golden.hex(frame));
    }

    private static Frame frame(int version, int kind, int flags, int transform, int reserved) {
        return new Frame(version, kind, flags, transform, 9, 1, 1234, 3, 0x77, 4216, reserved,
                DocumentedLayout.records(DocumentedLayout.ascii("payload")));
    }

    private Verdict check(byte[] frame) {
        return FrameHeader.check(little(frame), 0, checksum, SALT, OFFSET, frame.length);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
