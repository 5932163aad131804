package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordGoneException;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everybody at once, on every layout: 64 producers, readers, tails, trims; then the disk fails. Nobody hangs, nobody reads what was not
 * appended, and what was acknowledged is there after a power cut.
 */
@Timeout(120)
class CrowdTest {

    private static final int PRODUCERS = 64;
    private static final int READERS = 4;
    private static final int TAILS = 3;
    private static final long RECORDS_BEFORE_THE_FAILURE = 20_000;

    private final MemoryStorage disk = new MemoryStorage(64);

    /** Producer and number by sequence, of what was acknowledged as durable. */
    private final ConcurrentSkipListMap<Long, Long> acknowledged = new ConcurrentSkipListMap<>();
    private final AtomicLong answered = new AtomicLong();

    @ParameterizedTest
    @EnumSource
    void nobodyHangsAndNothingAcknowledgedIsLost(ThreadLayout layout) {
        WriteAheadLog log = WriteAheadLog.builder(disk).threadLayout(layout).segmentBytes(64 * 1024).ringSize(256).open();
        List<CompletableFuture<Long>> crowd = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            crowd.add(Logs.elsewhere(() -> produce(log, producer)));
        }
        for (int i = 0; i < READERS; i++) {
            crowd.add(Logs.elsewhere(() -> read(log)));
        }
        List<Tail> tails = new ArrayList<>();
        for (int i = 0; i < TAILS; i++) {
            tails.add(log.tail(0, CrowdTest::check));
        }
        crowd.add(Logs.elsewhere(() -> trim(log)));
        crowd.add(Logs.elsewhere(this::failTheDisk));

        crowd.forEach(Logs::get);
        assertEquals(LogState.POISONED, log.state());
        tails.forEach(CrowdTest::checkEnd);
        log.close();
        assertEquals(0, disk.openFiles());
        checkAfterAPowerCut(layout);
    }

    /** Until the log fails: single appends of every kind, and batches. Returns how many were answered. */
    private long produce(WriteAheadLog log, int producer) {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        Appender<byte[]> written = log.bytes(Durability.WRITTEN);
        for (long number = 0;; number++) {
            byte[] payload = payload(producer, number);
            try {
                switch ((int) (number % 5)) {
                    case 0 -> acknowledge(log.append(payload), payload);
                    case 1 -> futures.add(log.appendAsync(payload).thenApply(sequence -> acknowledge(sequence, payload)));
                    case 2 -> log.append(payload, (sequence, failure) -> answer(sequence, failure, payload));
                    case 3 -> futures.add(written.appendAsync(payload));
                    default -> log.append(log.newBatch().add(payload).add(payload));
                }
                answered.incrementAndGet();
            } catch (LogFailedException failed) {
                break;
            }
        }
        futures.forEach(future -> future.exceptionally(failure -> -1L).join());
        return futures.size();
    }

    private long acknowledge(long sequence, byte[] payload) {
        acknowledged.put(sequence, ByteBuffer.wrap(payload).getLong());
        return sequence;
    }

    private void answer(long sequence, LogException failure, byte[] payload) {
        if (failure == null) {
            acknowledge(sequence, payload);
        }
    }

    /** It was overtaken by a trim, or has delivered all and learned why there is no more. */
    private static void checkEnd(Tail tail) {
        assertTrue(tail.awaitEnd(Duration.ofSeconds(20)));
        Throwable failure = tail.failure().orElseThrow();
        assertTrue(failure instanceof RecordGoneException || failure instanceof LogFailedException, failure.toString());
        tail.close();
    }

    private static long read(WriteAheadLog log) {
        long records = 0;
        while (log.state() == LogState.OPEN) {
            try (LogReader reader = log.reader(log.firstSequence())) {
                while (reader.next()) {
                    check(reader);
                    records++;
                }
            } catch (RecordGoneException | LogFailedException end) {
                // Somebody trims, and at the end the disk fails.
            }
        }
        return records;
    }

    private long trim(WriteAheadLog log) {
        long first = 0;
        while (log.state() == LogState.OPEN) {
            try {
                first = log.trimBefore(Math.max(0, log.durableSequence() - 2000));
            } catch (LogException | UncheckedIOException failed) {
                break;
            }
        }
        return first;
    }

    private long failTheDisk() {
        while (answered.get() < RECORDS_BEFORE_THE_FAILURE) {
            Thread.onSpinWait();
        }
        disk.failFrom(Operation.SYNC, 1, "");
        return 0;
    }

    private void checkAfterAPowerCut(ThreadLayout layout) {
        try (WriteAheadLog log = WriteAheadLog.builder(disk.powerCut(Unsynced.SCATTERED)).threadLayout(layout).open();
                LogReader reader = log.reader(log.firstSequence())) {
            long first = log.firstSequence();
            long next = first;
            while (reader.next()) {
                assertEquals(next, reader.sequence());
                Long expected = acknowledged.get(next);
                long id = check(reader);
                assertTrue(expected == null || expected == id, "record " + next);
                next++;
            }
            assertTrue(acknowledged.lastKey() < next, "acknowledged was " + acknowledged.lastKey() + ", the last is " + (next - 1));
        }
    }

    private static byte[] payload(int producer, long number) {
        long id = producer * 1_000_000L + number;
        return ByteBuffer.allocate(16 + (int) (number % 7) * 100).putLong(id).putLong(~id).array();
    }

    private static long check(LogReader reader) {
        ByteBuffer payload = reader.payload();
        long id = payload.getLong();
        assertEquals(~id, payload.getLong(), "record " + reader.sequence() + " was never appended");
        return id;
    }
}
