package dev.ringwal.log.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    void shortestStaysOnTheListUntilItIsDeleted() throws IOException {
        trim(0, 1000);
        trim(1, 2000);
        put(2, 3000);
        assertTrue(spares.hold(2, 3000));
        disk.delete(SegmentName.of(2));
        disk.fail(Operation.DELETE, 1);
        assertThrows(IOException.class, () -> spares.keep(2));
        assertEquals(3, disk.list().size());
        spares.discard();

        assertEquals(List.of(), disk.list());
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
