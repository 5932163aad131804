package dev.ringwal.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighWaterMarkTest {

    @TempDir
    private Path directory;

    /** Keeps what it has applied, and fails where it is told. */
    private static final class Sums implements HighWaterMark.Target {

        private final List<Integer> applied = new ArrayList<>();
        private int failsAt = -1;

        @Override
        public long mark() {
            return applied.size() - 1;
        }

        @Override
        public void apply(long sequence, byte[] record) {
            if (sequence == failsAt) {
                failsAt = -1;
                throw new IllegalStateException("crash at " + sequence);
            }
            applied.add((int) record[0]);
        }
    }

    private WriteAheadLog open() {
        return WriteAheadLog.builder(directory).segmentBytes(16 * 1024).ringSize(64).open();
    }

    @Test
    void eachIsAppliedOnceWhateverCrashesAndWhatIsBelowTheMarkGoes() {
        Sums sums = new Sums();
        sums.failsAt = 70;
        try (WriteAheadLog log = open()) {
            for (int i = 0; i < 100; i++) {
                log.append(record(i));
            }
            HighWaterMark consumer = new HighWaterMark(log, sums, 10);
            assertThrows(IllegalStateException.class, () -> consumer.applyNew(Duration.ZERO));
            assertEquals(69, sums.mark());
            assertTrue(log.firstSequence() > 0 && log.firstSequence() <= 70, "first " + log.firstSequence());
        }
        try (WriteAheadLog log = open()) {
            HighWaterMark consumer = new HighWaterMark(log, sums, 10);
            assertEquals(30, consumer.applyNew(Duration.ZERO));
            assertEquals(0, consumer.applyNew(Duration.ZERO));
            log.append(record(100));
            assertEquals(1, consumer.applyNew(Duration.ZERO));
        }
        assertEquals(IntStream.rangeClosed(0, 100).boxed().toList(), sums.applied);
    }

    private static byte[] record(int i) {
        byte[] record = new byte[1000];
        record[0] = (byte) i;
        return record;
    }
}
