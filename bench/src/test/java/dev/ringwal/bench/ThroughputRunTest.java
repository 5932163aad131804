package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ThroughputRunTest {

    @TempDir
    Path directory;

    private final List<CountingLane> lanes = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"W2", "W2B", "W3"})
    void measuresALogThatDropsItsOldest(Workload workload) throws IOException {
        Trial trial = trial(workload);
        if (workload == Workload.W2B) {
            ThroughputRun.ofBatches(trial, new CountingSystem(-1));
        } else {
            ThroughputRun.ofRecords(trial, new CountingSystem(-1));
        }
        assertTrue(lanes.stream().mapToLong(CountingLane::completed).sum() >= trial.filling());
    }

    @Test
    void doesNotWaitForProducersThatFailed() {
        IOException failed = assertThrows(IOException.class, () -> ThroughputRun.ofRecords(trial(Workload.W2), new CountingSystem(100)));

        assertEquals("a producer failed: full", failed.getMessage());
    }

    private Trial trial(Workload workload) {
        return new Trial(workload, SystemName.parse("raw"), 100, 2, 50_000, Duration.ZERO, Duration.ZERO, directory, 4 << 20, 512 << 20);
    }

    /** Takes everything at once, up to a limit, if there is one. */
    private final class CountingSystem implements Contender {

        private final long limit;

        CountingSystem(long limit) {
            this.limit = limit;
        }

        @Override
        public Lane lane(int producer, CompletionListener listener) {
            lanes.add(new CountingLane(limit));
            return lanes.get(producer);
        }

        @Override
        public long syncs() {
            return 0;
        }

        @Override
        public long readBack(Consumer<ByteBuffer> payload) {
            return 0;
        }

        @Override
        public void close() {
        }
    }

    private static final class CountingLane implements Lane {

        private final long limit;
        private volatile long completed;

        CountingLane(long limit) {
            this.limit = limit;
        }

        @Override
        public void appendAndWait(byte[] payload) throws IOException {
            append(payload);
        }

        @Override
        public void append(byte[] payload) throws IOException {
            if (completed == limit) {
                throw new IOException("full");
            }
            completed++;
        }

        @Override
        public void drain() {
        }

        @Override
        public long completed() {
            return completed;
        }
    }
}
