package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import dev.ringwal.log.EncoderFailedException;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.RecordTooLargeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class EncoderTest {

    private static final int LIMIT = 300_000;

    private final SteppedLog log = new SteppedLog(builder -> builder.recordLimitBytes(LIMIT));

    private Appender<String> texts() {
        return log.log.withBytesEncoder((text, out) -> out.write(Logs.bytes(text)), Durability.SYNCED);
    }

    private Appender<Integer> zeros() {
        return log.log.withBufferEncoder((count, out) -> out.put(new byte[count]), Durability.SYNCED);
    }

    @Test
    void valuesAreEncodedInOrderWithTheRest() {
        texts().appendAsync("chronicle");
        log.append("bytes");
        CompletableFuture<Long> last = log.log
                .<Integer>withBufferEncoder((value, out) -> out.putInt(value), Durability.WRITTEN).appendAsync(0x61626364);
        log.run();
        assertEquals(2, last.join());
        assertEquals(List.of("chronicle", "bytes", "abcd"), log.store.texts());
    }

    static Stream<Throwable> whatEncodersThrow() {
        return Stream.of(new IllegalStateException("no"), new StackOverflowError(), new OutOfMemoryError("no"),
                new AssertionError());
    }

    @ParameterizedTest
    @MethodSource("whatEncodersThrow")
    void oneThatThrowsFailsItsAppendAlone(Throwable thrown) {
        CompletableFuture<Long> before = log.append("before");
        CompletableFuture<Long> bytes = log.log.<String>withBytesEncoder((value, out) -> {
            out.writeLong(1);
            EncoderTest.<RuntimeException>sneak(thrown);
        }, Durability.SYNCED).appendAsync("x");
        CompletableFuture<Long> buffer = log.log.<String>withBufferEncoder((value, out) -> {
            out.putLong(1);
            EncoderTest.<RuntimeException>sneak(thrown);
        }, Durability.SYNCED).appendAsync("x");
        CompletableFuture<Long> after = texts().appendAsync("after");
        log.run();
        assertSame(thrown, Logs.failure(EncoderFailedException.class, bytes).getCause());
        assertSame(thrown, Logs.failure(EncoderFailedException.class, buffer).getCause());
        assertEquals(Outcome.NOT_WRITTEN, Logs.failure(EncoderFailedException.class, buffer).outcome());
        assertEquals(0, before.join());
        assertEquals(1, after.join(), "no sequence is burnt");
        assertEquals(List.of("before", "after"), log.store.texts());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aLoneEncoderFailureCompletesWithoutAWrite() {
        CompletableFuture<Long> failed = log.log.<String>withBufferEncoder((value, out) -> {
            throw new IllegalStateException();
        }, Durability.SYNCED).appendAsync("x");
        log.run();
        Logs.failure(EncoderFailedException.class, failed);
        assertEquals(List.of(), log.store.groups);
        CompletableFuture<Long> next = log.append("next");
        log.run();
        assertEquals(0, next.join());
    }

    @Test
    void oneThatRunsOutOfRoomIsCalledAgain() {
        CompletableFuture<Long> large = zeros().appendAsync(LIMIT);
        CompletableFuture<Long> small = zeros().appendAsync(10);
        log.run();
        assertEquals(0, large.join());
        assertEquals(1, small.join());
        assertArrayEquals(new byte[LIMIT], log.store.records().get(0));
        assertArrayEquals(new byte[10], log.store.records().get(1));
    }

    @Test
    void aValueOverTheLimitIsRefused() {
        CompletableFuture<Long> buffer = zeros().appendAsync(LIMIT + 1);
        CompletableFuture<Long> bytes = texts().appendAsync("x".repeat(LIMIT + 1));
        CompletableFuture<Long> endless = log.log.<String>withBytesEncoder((text, out) -> {
            while (true) {
                out.append(text);
            }
        }, Durability.SYNCED).appendAsync("for ever");
        CompletableFuture<Long> most = texts().appendAsync("x".repeat(LIMIT));
        log.run();
        assertEquals(LIMIT, Logs.failure(RecordTooLargeException.class, buffer).limitBytes());
        Logs.failure(RecordTooLargeException.class, bytes);
        Logs.failure(RecordTooLargeException.class, endless);
        assertEquals(0, most.join());
        assertEquals(LIMIT, log.store.records().get(0).length);
    }

    @Test
    void aValueThatFitsOnlyTheNextGroupIsEncodedOnce() {
        AtomicInteger calls = new AtomicInteger();
        Appender<Integer> appender = log.log.withBytesEncoder((count, out) -> {
            calls.incrementAndGet();
            out.write(new byte[count]);
        }, Durability.SYNCED);
        for (int i = 0; i < 20; i++) {
            appender.appendAsync(10_000);
        }
        log.run();
        assertEquals(20, log.store.records().size());
        assertTrue(log.store.groups.size() > 1);
        assertEquals(20, calls.get());
    }

    @Test
    void whatAnEncoderDoesToItsBytesHarmsNobodyElse() {
        CompletableFuture<Long> released = log.log.<String>withBytesEncoder((text, out) -> {
            ((net.openhft.chronicle.bytes.Bytes<?>) out).releaseLast();
            throw new IllegalStateException();
        }, Durability.SYNCED).appendAsync("x");
        CompletableFuture<Long> buffer = log.log.<String>withBufferEncoder(
                (text, out) -> out.order(ByteOrder.LITTLE_ENDIAN).limit(5), Durability.SYNCED).appendAsync("x");
        log.run();
        Logs.failure(EncoderFailedException.class, released);
        assertEquals(0, buffer.join());
        texts().appendAsync("fine");
        log.log.<Integer>withBufferEncoder((value, out) -> out.putInt(value), Durability.SYNCED).appendAsync(7);
        log.run();
        assertEquals("fine", log.store.texts().get(1));
        assertEquals(7, ByteBuffer.wrap(log.store.records().get(2)).getInt());
    }

    @Test
    void anEmptyEncodingIsAnEmptyRecord() {
        zeros().appendAsync(0);
        log.log.<String>withBytesEncoder((value, out) -> { }, Durability.SYNCED).appendAsync("x");
        log.run();
        assertEquals(List.of("", ""), log.store.texts());
    }
}
