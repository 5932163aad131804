package dev.ringwal.bench.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.UnderTarget;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.local.Verification;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SparseLogTest {

    private static final int SEGMENT_BYTES = 1024 * 1024;

    @TempDir(factory = UnderTarget.class)
    Path directory;

    @Test
    void everyFrameOfItVerifies() throws IOException {
        long records = SparseLog.make(directory, 5, SEGMENT_BYTES);

        try (ReadOnlyLog log = ReadOnlyLog.open(directory, Reach.RECOVERABLE)) {
            Verification verified = log.verify(bytes -> { });
            assertNull(verified.damage());
            assertEquals(records, verified.records());
            assertTrue(verified.segments() >= 5, () -> verified.segments() + " segments");
            assertEquals(0, log.unprovenRecords());
        }
    }

    @Test
    void smallRecordsSayTheirSequenceAndTheOthersAreZeros() throws IOException {
        long records = SparseLog.make(directory, 2, SEGMENT_BYTES);

        try (ReadOnlyLog log = ReadOnlyLog.open(directory, Reach.ATTESTED); LogReader reader = log.reader(0)) {
            for (long sequence = 0; sequence < records; sequence++) {
                assertTrue(reader.next());
                long begin = reader.payload().order(ByteOrder.LITTLE_ENDIAN).getLong(reader.payload().position());
                assertEquals(SparseLog.isSmall(sequence) ? sequence : 0, begin);
            }
        }
    }

    @Test
    void opensAsALogThatWasClosedAndGoesOn() throws IOException {
        long records = SparseLog.make(directory, 2, SEGMENT_BYTES);

        try (WriteAheadLog log = WriteAheadLog.open(directory)) {
            assertEquals(0, log.recovery().tornBytes());
            assertEquals(records, log.append(new byte[1]));
        }
    }

    @Test
    void segmentsTooSmallForAllThatStandsInThemAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> SparseLog.make(directory, 2, SEGMENT_BYTES - 1));
    }
}
