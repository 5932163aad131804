package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TrialTest {

    @TempDir(factory = UnderTarget.class)
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"W1", "W2", "W2B", "W3", "W4", "W5", "W7", "W8", "W8B"})
    void workloadsMoveRecordsThroughTheRawFile(Workload workload) {
        assertDoesNotThrow(trial(workload, "raw")::run);
    }

    @ParameterizedTest
    @EnumSource(names = {"W1", "W2", "W2B", "W3", "W7", "W7B"})
    void workloadsMoveRecordsThroughNewFiles(Workload workload) {
        assertDoesNotThrow(trial(workload, "raw-fresh")::run);
    }

    @ParameterizedTest
    @EnumSource
    void everyWorkloadMovesRecordsThroughALog(Workload workload) {
        assertDoesNotThrow(trial(workload, "ringwal")::run);
    }

    @ParameterizedTest
    @EnumSource(names = {"W1", "W5", "W7"})
    void fillingBringsALogToWhereItDropsItsOldest(Workload workload) throws IOException {
        trial(workload, "ringwal").measure((trial, contender) -> {
            ReadRun.fill(contender.lane(0), trial.payloads().of(0), trial.filling());
            assertTrue(contender.readBack(payload -> { }) < trial.filling());
            return Measurement.ofLatencies(new Histogram(1));
        });
    }

    /** A trial fails by itself when there is nothing to read back, or something else than was appended. */
    private Trial trial(Workload workload, String system) {
        return new Trial(workload, SystemName.parse(system), 100, workload.hasProducers() ? 2 : 1, 50_000, Duration.ZERO,
                Duration.ofMillis(20), directory, 4 << 20, 4 << 20);
    }
}
