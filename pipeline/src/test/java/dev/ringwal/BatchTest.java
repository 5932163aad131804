package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.EncoderFailedException;
import dev.ringwal.log.LogClosedException;
import dev.ringwal.log.RecordTooLargeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchTest {

    private final SteppedLog log = new SteppedLog(
            builder -> builder.ringSize(8).recordLimitBytes(5_000).batchLimitBytes(200_000));

    private static Batch fill(Batch batch, String... texts) {
        for (String text : texts) {
            batch.add(Logs.bytes(text));
        }
        return batch;
    }

    @Test
    void completesWithItsLastRecordsSequence() {
        log.append("before");
        CompletableFuture<Long> batch = log.log.appendAsync(fill(log.log.newBatch(), "a", "b", "c"));
        CompletableFuture<Long> after = log.append("after");
        log.run();
        assertEquals(3, batch.join());
        assertEquals(4, after.join());
        assertEquals(List.of("before", "a", "b", "c", "after"), log.store.texts());
    }

    @Test
    void isEmptyAfterwardsAndCanBeFilledAgain() {
        Batch batch = fill(log.log.newBatch(), "a", "b");
        assertEquals(2, batch.size());
        assertEquals(2, batch.payloadBytes());
        CompletableFuture<Long> first = log.log.appendAsync(batch);
        assertEquals(0, batch.size());
        assertEquals(0, batch.payloadBytes());
        CompletableFuture<Long> second = log.log.appendAsync(fill(batch, "c"));
        log.run();
        assertEquals(1, first.join());
        assertEquals(2, second.join());
        assertEquals(List.of("a", "b", "c"), log.store.texts());
    }

    @Test
    void beginsWithAboutWhatItNeededTheLastTime() {
        Batch batch = log.log.newBatch();
        fill(batch, "x".repeat(3_000), "x".repeat(3_000));
        log.log.appendAsync(batch);
        fill(batch, "c");

        assertEquals(6_008 + 6_008 / 8, batch.capacity());
    }

    @Test
    void takesTheMemoryThatAnotherHasGivenUp() {
        Batch first = log.log.newBatch();
        fill(first, "x".repeat(3_000), "x".repeat(3_000));
        int capacity = first.capacity();
        log.log.appendAsync(first);
        log.run();
        Batch second = log.log.newBatch();
        fill(second, "c");

        assertEquals(capacity, second.capacity());
        log.log.appendAsync(second);
        log.run();
        assertEquals("c", log.store.texts().get(2));
    }

    @Test
    void memoryThatIsOnItsWayIsNobodyElses() {
        List<Batch> batches = List.of(log.log.newBatch(), log.log.newBatch(), log.log.newBatch());
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (Batch batch : batches) {
                String text = round + " " + batches.indexOf(batch) + " " + "x".repeat(3_000);
                expected.addAll(List.of(text, text));
                log.log.appendAsync(fill(batch, text, text));
            }
            if (round % 2 == 0) {
                log.run();
            }
        }
        log.run();
        assertEquals(expected, log.store.texts());
    }

    @Test
    void aLargeOneIsNotMixedUpWithItsSuccessor() {
        Batch batch = log.log.newBatch();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1000; i++) {
                expected.add(round + " " + i);
                batch.add(Logs.bytes(round + " " + i));
            }
            log.log.appendAsync(batch);
        }
        log.run();
        assertEquals(expected, log.store.texts());
        assertEquals(0, log.log.statistics().bytesInFlight());
    }

    @Test
    void oneThatFitsNoEverydayGroupIsWrittenWhole() {
        Batch batch = log.log.newBatch();
        IntStream.range(0, 30).forEach(i -> batch.add(new byte[5_000]));
        log.append("before");
        CompletableFuture<Long> future = log.log.appendAsync(batch);
        log.append("after");
        log.run();
        assertEquals(30, future.join());
        assertTrue(log.store.groups.get(1) >= 30);
        assertEquals(32, log.store.records().size());
    }

    @Test
    void anEmptyOneIsAnArgumentError() {
        assertThrows(IllegalArgumentException.class, () -> log.log.append(log.log.newBatch()));
        assertThrows(IllegalArgumentException.class, () -> log.log.appendAsync(log.log.newBatch()));
    }

    @Test
    void whatIsTooLargeLeavesItAsItWas() {
        Batch batch = fill(log.log.newBatch(), "a");
        assertThrows(RecordTooLargeException.class, () -> batch.add(new byte[5_001]));
        while (batch.payloadBytes() + batch.size() * 4L + 5_004 <= 200_000) {
            batch.add(new byte[5_000]);
        }
        int size = batch.size();
        assertThrows(RecordTooLargeException.class, () -> batch.add(new byte[5_000]));
        assertEquals(size, batch.size());
        CompletableFuture<Long> future = log.log.appendAsync(batch);
        log.run();
        assertEquals(size - 1, future.join());
    }

    @Test
    void valuesAreEncodedAtOnce() {
        Batch batch = log.log.newBatch()
                .addWithBufferEncoder("buffer", (text, out) -> out.put(Logs.bytes(text)))
                .addWithBytesEncoder("bytes", (text, out) -> out.write(Logs.bytes(text)))
                .add(ByteBuffer.wrap(Logs.bytes("plain")));
        assertThrows(EncoderFailedException.class, () -> batch.addWithBufferEncoder("x", (text, out) -> {
            out.putInt(1);
            throw new IllegalStateException("no");
        }));
        log.log.appendAsync(batch);
        log.run();
        assertEquals(List.of("buffer", "bytes", "plain"), log.store.texts());
    }

    @Test
    void keepsItsContentWhenThereIsNoRoom() {
        for (int i = 0; i < 8; i++) {
            log.append("x");
        }
        Batch batch = fill(log.log.newBatch(), "a", "b");
        assertTrue(log.log.batches(Durability.SYNCED).tryAppend(batch).isEmpty());
        assertEquals(2, batch.size());
    }

    @Test
    void keepsItsContentWhenTheLogIsClosed() {
        log.close();
        Batch batch = fill(log.log.newBatch(), "a", "b");
        assertThrows(LogClosedException.class, () -> log.log.append(batch));
        assertEquals(2, batch.size());
    }

    @Test
    void encoderDoesNotUseTheBatchThatItEncodesFor() {
        Batch batch = fill(log.log.newBatch(), "a");
        for (Runnable use : List.<Runnable>of(
                () -> batch.add(Logs.bytes("b")),
                () -> batch.addWithBufferEncoder("b", (text, out) -> out.put(Logs.bytes(text))),
                batch::clear,
                () -> log.log.appendAsync(batch))) {
            Throwable failure = assertThrows(EncoderFailedException.class, () -> batch.addWithBufferEncoder("outer", (text, out) -> {
                out.put(Logs.bytes(text));
                use.run();
            }));
            assertEquals(IllegalStateException.class, failure.getCause().getClass());
        }
        CompletableFuture<Long> appended = log.log.appendAsync(fill(batch, "c"));
        log.run();

        assertEquals(1, appended.join());
        assertEquals(List.of("a", "c"), log.store.texts());
    }

    @Test
    void batchOfAnotherLogIsHeldToThisOnesLimits() {
        Batch longRecord = new Batch(6_000, 200_000, new BatchMemory()).add(new byte[5_001]);
        Batch large = new Batch(5_000, 400_000, new BatchMemory());
        for (int i = 0; i < 50; i++) {
            large.add(new byte[5_000]);
        }

        assertEquals(5_000, assertThrows(RecordTooLargeException.class, () -> log.log.batches(Durability.SYNCED)
                .tryAppend(longRecord, (sequence, failure) -> { })).limitBytes());
        assertEquals(200_000, assertThrows(RecordTooLargeException.class, () -> log.log.batches(Durability.SYNCED)
                .tryAppend(large, (sequence, failure) -> { })).limitBytes());
        assertEquals(1, longRecord.size());
        assertEquals(50, large.size());
    }
}
