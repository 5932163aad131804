package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SparesTest {

    private static final int MOST_BYTES = 4000;

    private final MemoryStorage disk = new MemoryStorage(1);
    private final Spares spares = new Spares(disk, 0, MOST_BYTES);

    @Test
    void longerFilesTakeThePlacesOfShorterOnes() throws IOException {
        trim(0, 1000);
        trim(1, 2000);
        trim(2, 4000);
        trim(3, 3000);

        assertEquals(List.of(SegmentName.temporary(2), SegmentName.temporary(3)), disk.list().stream().sorted().toList());
        assertEquals(List.of(SegmentName.temporary(2), SegmentName.temporary(3)), taken());
    }

    @Test
    void fileThatIsNoLongerThanTheTwoIsNotHeld() throws IOException {
        trim(0, 2000);
        trim(1, 3000);
        put(2, 2000);

        assertFalse(spares.hold(2, 2000));
        assertTrue(spares.hold(2, 2001));
    }

    @Test
    void theOldestOfFilesOfOneLengthIsTakenFirst() throws IOException {
        trim(0, 4000);
        trim(1, 4000);

        assertEquals(List.of(SegmentName.temporary(0), SegmentName.temporary(1)), taken());
    }

    @Test
    void shortestThatCannotBeDeletedKeepsItsPlace() throws IOException {
        trim(0, 2000);
        trim(1, 1000);
        disk.fail(Operation.DELETE, 2); // the segment's own name goes first
        trim(2, 3000);

        assertEquals(List.of(SegmentName.temporary(0), SegmentName.temporary(1)), disk.list().stream().sorted().toList());
        assertEquals(List.of(SegmentName.temporary(0), SegmentName.temporary(1)), taken());
    }

    @Test
    void fileWhoseOwnNameCouldNotBeDeletedIsHeldStill() throws IOException {
        put(0, 1000);

        assertTrue(spares.hold(0, 1000));
        assertTrue(spares.hold(0, 1000));
        disk.delete(SegmentName.of(0));
        spares.keep(0);
        assertEquals(List.of(SegmentName.temporary(0)), taken());
    }

    @Test
    void fileWhoseLengthNobodyCanTellIsDeleted() throws IOException {
        disk.fail(Operation.OPEN, 1);
        trim(0, 1000);

        assertEquals(List.of(), disk.list());
    }

    @Test
    void fileThatCannotBeOpenedNowDoesNotStandInTheWayOfTheOther() throws IOException {
        trim(0, 3000);
        trim(1, 2000);
        disk.fail(Operation.OPEN, 1);

        assertEquals(SegmentName.temporary(1), Objects.requireNonNull(spares.take()).name());
        assertEquals(SegmentName.temporary(0), Objects.requireNonNull(spares.take()).name());
    }

    private void trim(long number, int bytes) throws IOException {
        put(number, bytes);
        boolean isSpare = spares.hold(number, bytes);
        disk.delete(SegmentName.of(number));
        if (isSpare) {
            spares.keep(number);
        }
    }

    private void put(long number, int bytes) {
        disk.put(SegmentName.of(number), new byte[bytes]);
        spares.retired(number);
    }

    private List<String> taken() throws IOException {
        List<String> names = new ArrayList<>();
        for (Spares.Spare spare = spares.take(); spare != null; spare = spares.take()) {
            names.add(spare.name());
            spare.file().close();
        }
        assertNull(spares.take());
        return names;
    }
}
