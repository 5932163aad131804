package dev.ringwal;

import static dev.ringwal.log.Durability.SYNCED;
import static dev.ringwal.log.Durability.WRITTEN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AppendOrderTest {

    private static final int PRODUCERS = 8;
    private static final int RECORDS = 3_000;

    private final FakeStore store = new FakeStore();

    @ParameterizedTest
    @EnumSource
    void everyRecordOfEightProducersIsThereOnceInItsProducersOrder(ThreadLayout layout) {
        List<CompletableFuture<List<Long>>> producers = new ArrayList<>();
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(64).bytesInFlight(8192))) {
            for (int p = 0; p < PRODUCERS; p++) {
                int producer = p;
                producers.add(Logs.elsewhere(() -> produce(log, producer)));
            }
            long total = 0;
            List<byte[]> records = new ArrayList<>();
            for (CompletableFuture<List<Long>> producer : producers) {
                total += Logs.get(producer).size();
            }
            records.addAll(store.records());
            assertEquals(PRODUCERS * (long) RECORDS, total);
            assertEquals(total, records.size());
            for (int p = 0; p < PRODUCERS; p++) {
                List<Long> sequences = Logs.get(producers.get(p));
                for (int i = 0; i < RECORDS; i++) {
                    assertArrayEquals(payload(p, i), records.get(Math.toIntExact(sequences.get(i))));
                    assertTrue(i == 0 || sequences.get(i) > sequences.get(i - 1));
                }
            }
        }
    }

    private static List<Long> produce(WriteAheadLog log, int producer) {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        Appender<byte[]> written = log.bytes(WRITTEN);
        Appender<byte[]> synced = log.bytes(SYNCED);
        for (int i = 0; i < RECORDS; i++) {
            byte[] payload = payload(producer, i);
            futures.add((i % 3 == 0 ? synced : written).appendAsync(payload));
            payload[0] = 99; // it was copied
            if (i % 1000 == 0) {
                log.sync();
            }
        }
        return futures.stream().map(Logs::get).toList();
    }

    /** Of 12 to 3000 bytes: some in the slot, some beside it. */
    private static byte[] payload(int producer, int i) {
        byte[] bytes = new byte[12 + new Random(producer * 31L + i).nextInt(i % 7 == 0 ? 3000 : 100)];
        ByteBuffer.wrap(bytes).putInt(producer).putInt(i);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void completionsAscend(ThreadLayout layout) throws Exception {
        ConcurrentLinkedQueue<Long> completed = new ConcurrentLinkedQueue<>();
        CountDownLatch left = new CountDownLatch(4 * RECORDS);
        try (WriteAheadLog log = Logs.open(store, layout, builder -> builder.ringSize(128))) {
            for (int p = 0; p < 4; p++) {
                Appender<byte[]> appender = log.bytes(p % 2 == 0 ? WRITTEN : SYNCED);
                Logs.start(() -> {
                    for (int i = 0; i < RECORDS; i++) {
                        appender.append(new byte[20], (sequence, failure) -> {
                            completed.add(sequence);
                            left.countDown();
                        });
                    }
                });
            }
            left.await();
        }
        long expected = 0;
        for (long sequence : completed) {
            assertEquals(expected++, sequence);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBlockingAppendReturnsADurableSequence(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout)) {
            for (int i = 0; i < 200; i++) {
                assertEquals(i, log.append(Logs.bytes("record " + i)));
                assertTrue(store.durableSequence() >= i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWaitingDelivers(Waiting waiting) {
        try (WriteAheadLog log = Logs.open(store, ThreadLayout.TWO, builder -> builder.waiting(waiting))) {
            for (int i = 0; i < 500; i++) {
                assertEquals(i, log.append(new byte[i]));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdleLogsThreadsSleep(ThreadLayout layout) {
        try (WriteAheadLog log = Logs.open(store, layout)) {
            log.bytes(WRITTEN).append(new byte[1]);
            assertTrue(log.awaitDurable(0, Duration.ofSeconds(20)));
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("ringwal")).toList();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
                assertTrue(System.nanoTime() < deadline, "without a deadline of their own");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aBuffersBytesFromPositionToLimitAreTheRecord() {
        WriteAheadLog log = Logs.open(store, ThreadLayout.ONE);
        try (log) {
            ByteBuffer direct = ByteBuffer.allocateDirect(16).put(Logs.bytes("0123456789abcdef")).position(3).limit(7);
            ByteBuffer large = ByteBuffer.allocate(5000).position(1000).asReadOnlyBuffer();
            assertEquals(0, log.append(direct));
            assertEquals(1, log.append(large));
            assertEquals(7, direct.position());
            assertEquals(7, direct.limit());
            assertEquals(5000, large.position());
            assertEquals("3456", store.texts().get(0));
            assertEquals(4000, store.records().get(1).length);
        }
        assertEquals(2, log.statistics().records());
        assertEquals(4004, log.statistics().payloadBytes());
        assertEquals(0, log.statistics().bytesInFlight());
        assertEquals(0, log.statistics().slotsInUse());
    }

    @Test
    void emptyRecordsAreRecords() {
        try (WriteAheadLog log = Logs.open(store, ThreadLayout.ONE)) {
            assertEquals(0, log.append(new byte[0]));
            assertEquals(1, log.append(new byte[0]));
            assertEquals(List.of("", ""), store.texts());
        }
    }
}
