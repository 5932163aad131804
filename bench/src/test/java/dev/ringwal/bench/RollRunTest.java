package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollRunTest {

    @TempDir(factory = UnderTarget.class)
    Path directory;

    @Test
    void aSegmentHoldsAsManyRecordsAsItSays() {
        try (WriteAheadLog log = WriteAheadLog.builder(directory.resolve("log")).segmentBytes(RollRun.SEGMENT_BYTES).open()) {
            List<Long> segments = IntStream.range(0, 3 * RollRun.RECORDS_PER_SEGMENT)
                    .mapToObj(i -> log.appendAddressed(new byte[RollRun.PAYLOAD_BYTES]).join())
                    .map(Address::segment).toList();

            assertEquals(List.of(0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L), segments);
        }
    }
}
