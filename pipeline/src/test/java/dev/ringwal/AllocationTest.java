package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AllocationTest {

    private static final int RECORDS = 200_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SteppedLog log = new SteppedLog(builder -> builder.ringSize(1024));
    private long completed;

    private void completed(long sequence, LogException failure) {
        assertNull(failure);
        completed++;
    }

    /** One thread produces and steps, so all that is allocated is allocated by it. */
    private long allocatedBytes(Runnable append) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RECORDS; i++) {
            append.run();
            if (i % 512 == 511) {
                log.run();
            }
        }
        log.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void theCallbackPathAllocatesNothingPerRecord() {
        log.store.keeps = false;
        log.store.groupBytes = 1 << 20;
        byte[] payload = new byte[100];
        AppendCallback callback = this::completed;
        Appender<byte[]> appender = log.log.bytes(Durability.SYNCED);
        allocatedBytes(() -> appender.append(payload, callback));
        long bytes = allocatedBytes(() -> appender.append(payload, callback));
        assertEquals(2 * RECORDS, completed);
        assertTrue(bytes / RECORDS < 4, () -> bytes + " bytes for " + RECORDS + " records (a few for each group are the double's)");
    }

    @Test
    void batchesAllocateNothingPerRecord() {
        log.store.keeps = false;
        log.store.groupBytes = 1 << 20;
        byte[] payload = new byte[100];
        AppendCallback callback = this::completed;
        Appender<Batch> appender = log.log.batches(Durability.SYNCED);
        Batch batch = log.log.newBatch();
        Runnable append = () -> {
            if (batch.add(payload).size() == 500) {
                appender.append(batch, callback);
                log.run();
            }
        };
        allocatedBytes(append);
        long bytes = allocatedBytes(append);
        assertEquals(2 * RECORDS / 500, completed);
        assertTrue(bytes / RECORDS < 2, () -> bytes + " bytes for " + RECORDS + " records");
    }

    @Test
    void theFuturePathAllocatesTheFutureAndItsSequence() {
        log.store.keeps = false;
        byte[] payload = new byte[100];
        Appender<byte[]> appender = log.log.bytes(Durability.SYNCED);
        allocatedBytes(() -> appender.appendAsync(payload));
        long bytes = allocatedBytes(() -> appender.appendAsync(payload));
        assertTrue(bytes / RECORDS <= 52, () -> bytes + " bytes for " + RECORDS + " records");
    }
}
