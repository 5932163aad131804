package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class OpenFilesTest {

    private static final int MOST = 32;

    private final MemoryStorage storage = new MemoryStorage(1);
    private final OpenFiles files = new OpenFiles(storage);

    private Segment segment(long number) {
        Segment segment = new Segment(number, 0, 0, 0, Segment.OPEN);
        storage.put(segment.name(), new byte[1]);
        return segment;
    }

    @Test
    void aFileThatIsOpenIsNotOpenedAgain() throws IOException {
        Segment segment = segment(1);
        assertSame(files.open(segment), files.open(segment));
        assertEquals(1, storage.openFiles());
    }

    @Test
    void theOneNotUsedForLongestGivesWay() throws IOException {
        Segment first = segment(1);
        Segment second = segment(2);
        StorageFile firstFile = files.open(first);
        StorageFile secondFile = files.open(second);
        for (int number = 3; number <= MOST; number++) {
            files.open(segment(number));
        }
        files.open(first);
        files.open(segment(MOST + 1));
        assertEquals(MOST, storage.openFiles());
        assertSame(firstFile, files.open(first));
        assertNotSame(secondFile, files.open(second));
    }

    @Test
    void closesThoseBeforeANumber() throws IOException {
        Segment third = segment(3);
        Segment fourth = segment(4);
        StorageFile thirdFile = files.open(third);
        files.open(segment(1));
        files.open(segment(2));
        StorageFile fourthFile = files.open(fourth);
        files.closeBefore(3);
        assertEquals(2, storage.openFiles());
        assertSame(thirdFile, files.open(third));
        assertSame(fourthFile, files.open(fourth));
        files.closeAll();
        assertEquals(0, storage.openFiles());
    }

    @Test
    void aMissingFileIsSaidAndNotKept() throws IOException {
        Segment missing = new Segment(7, 0, 0, 0, Segment.OPEN);
        assertThrows(NoSuchFileException.class, () -> files.open(missing));
        storage.put(missing.name(), new byte[1]);
        files.open(missing);
        assertEquals(1, storage.openFiles());
    }
}
