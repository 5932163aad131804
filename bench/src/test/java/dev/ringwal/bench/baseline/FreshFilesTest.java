package dev.ringwal.bench.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FreshFilesTest {

    private static final int FILE_BYTES = 4096;
    private static final int PAYLOAD_BYTES = 3000;

    @TempDir
    Path parent;

    private final RawRecords records = RawRecords.plain();

    /** One record, which says its number: a file has no room for two. */
    private void write(FreshFiles files, int number) throws IOException {
        ByteBuffer group = records.bufferFor(1, PAYLOAD_BYTES);
        records.put(group, ByteBuffer.allocate(PAYLOAD_BYTES).putInt(number).array());
        files.write(group.flip());
    }

    private List<Integer> numbers(FreshFiles files) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        assertEquals(files.read(records, payload -> numbers.add(Integer.reverseBytes(payload.getInt()))), numbers.size());
        return numbers;
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void asMuchStaysAsIsAskedForAndTheRestIsDeleted() throws IOException {
        Path directory = parent.resolve("fresh");
        try (FreshFiles files = new FreshFiles(directory, FILE_BYTES, FILE_BYTES, 3 * FILE_BYTES)) {
            List<Integer> written = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                write(files, i);
                written.add(i);
                assertEquals(written.subList(Math.max(0, i - 3), i + 1), numbers(files)); // three full ones, and the present one
            }
            while (count(directory) != 5) { // and the next
                Thread.onSpinWait();
            }
        }
        assertFalse(Files.exists(directory));
    }
}
