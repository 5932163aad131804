package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.AppendAbandonedException;
import dev.ringwal.log.AppendAbandonedException.Reason;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.RecordTooLargeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FullRingTest {

    private final SteppedLog log = new SteppedLog(builder -> builder.ringSize(8).bytesInFlight(4096).recordLimitBytes(100_000));

    private void fill() {
        for (int i = 0; i < 8; i++) {
            log.append("record " + i);
        }
    }

    @Test
    void tryAppendRefusesAndGoesOnWhenThereIsRoom() {
        fill();
        assertTrue(log.log.tryAppend(new byte[1]).isEmpty());
        assertFalse(log.log.tryAppend(new byte[1], (sequence, failure) -> { }));
        assertEquals(8, log.log.statistics().slotsInUse());
        log.run();
        CompletableFuture<Long> future = log.log.tryAppend(new byte[1]).orElseThrow();
        log.run();
        assertEquals(8, future.join());
    }

    @Test
    void anAppendWaitsForRoom() throws Exception {
        fill();
        AtomicReference<CompletableFuture<Long>> future = new AtomicReference<>();
        Thread producer = Logs.start(() -> future.set(log.append("waited")));
        Logs.awaitWaiting(producer);
        log.run();
        producer.join();
        log.run();
        assertEquals(8, future.get().join());
        assertEquals("waited", log.store.texts().get(8));
    }

    @Test
    void theTimeoutFormGivesUpWithoutRoom() {
        fill();
        AppendAbandonedException abandoned = assertThrows(AppendAbandonedException.class,
                () -> log.log.append(new byte[1], Duration.ofMillis(5)));
        assertEquals(Reason.TIMED_OUT, abandoned.reason());
        assertEquals(Outcome.NOT_WRITTEN, abandoned.outcome());
        log.run();
        assertEquals(8, log.store.records().size());
    }

    @Test
    void theTimeoutFormGivesUpWaitingForTheAcknowledgement() {
        AppendAbandonedException abandoned = assertThrows(AppendAbandonedException.class,
                () -> log.log.append(new byte[1], Duration.ofMillis(5)));
        assertEquals(Reason.TIMED_OUT, abandoned.reason());
        assertEquals(Outcome.UNKNOWN, abandoned.outcome());
        log.run();
        assertEquals(1, log.store.records().size());
    }

    @Test
    void anInterruptEndsTheWaitForRoom() throws Exception {
        fill();
        AtomicReference<AppendAbandonedException> abandoned = new AtomicReference<>();
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
        Thread producer = Logs.start(() -> {
            abandoned.set(assertThrows(AppendAbandonedException.class, () -> log.log.append(new byte[1])));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        Logs.awaitWaiting(producer);
        producer.interrupt();
        producer.join();
        assertEquals(Reason.INTERRUPTED, abandoned.get().reason());
        assertEquals(Outcome.NOT_WRITTEN, abandoned.get().outcome());
        assertTrue(stillInterrupted.get());
    }

    @Test
    void anInterruptEndsTheWaitForTheAcknowledgement() throws Exception {
        AtomicReference<AppendAbandonedException> abandoned = new AtomicReference<>();
        Thread producer = Logs.start(
                () -> abandoned.set(assertThrows(AppendAbandonedException.class, () -> log.log.append(new byte[1]))));
        Logs.awaitWaiting(producer);
        producer.interrupt();
        producer.join();
        assertEquals(Outcome.UNKNOWN, abandoned.get().outcome());
        log.run();
        assertEquals(1, log.store.records().size());
    }

    @Test
    void theFutureOfAnInterruptedAppendSaysSo() throws Exception {
        fill();
        AtomicReference<CompletableFuture<Long>> future = new AtomicReference<>();
        Thread producer = Logs.start(() -> future.set(log.append("never")));
        Logs.awaitWaiting(producer);
        producer.interrupt();
        producer.join();
        assertEquals(Reason.INTERRUPTED, Logs.failure(AppendAbandonedException.class, future.get()).reason());
    }

    @Test
    void bytesInFlightAreBoundedAndReleased() {
        log.log.appendAsync(new byte[3000]);
        assertEquals(3000, log.log.statistics().bytesInFlight());
        assertTrue(log.log.tryAppend(new byte[1500]).isEmpty());
        assertTrue(log.log.tryAppend(new byte[1000]).isPresent(), "what fits a slot takes no part");
        log.run();
        assertEquals(0, log.log.statistics().bytesInFlight());
        assertTrue(log.log.tryAppend(new byte[1500]).isPresent());
    }

    @Test
    void aRecordLargerThanTheBoundGoesAlone() throws Exception {
        CompletableFuture<Long> small = log.log.appendAsync(new byte[1500]);
        AtomicReference<CompletableFuture<Long>> large = new AtomicReference<>();
        Thread producer = Logs.start(() -> large.set(log.log.appendAsync(new byte[50_000])));
        Logs.awaitWaiting(producer);
        log.encode();
        log.write();
        log.sync();
        log.completeSettled();
        producer.join();
        assertTrue(small.isDone());
        assertTrue(log.log.tryAppend(new byte[1500]).isEmpty());
        log.run();
        assertEquals(1, large.get().join());
        assertEquals(50_000, log.store.records().get(1).length);
        assertEquals(0, log.log.statistics().bytesInFlight());
    }

    @Test
    void bytesInFlightAreAdmittedFirstComeFirstServed() throws Exception {
        log.log.appendAsync(new byte[3000]);
        List<Thread> producers = new ArrayList<>();
        List<Integer> lengths = List.of(4000, 1100, 1200);
        for (int length : lengths) {
            producers.add(Logs.start(() -> log.log.appendAsync(new byte[length])));
            Logs.awaitWaiting(producers.get(producers.size() - 1));
        }
        while (log.store.records().size() < 4) {
            log.run();
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertEquals(4000, log.store.records().get(1).length);
    }

    @Test
    void whatWaitsForBytesIsServedThoughTheOneBeforeItGivesUp() throws Exception {
        log.log.appendAsync(new byte[3000]);
        Thread first = Logs.start(() -> log.log.appendAsync(new byte[4000]));
        Logs.awaitWaiting(first);
        AtomicReference<CompletableFuture<Long>> second = new AtomicReference<>();
        Thread behind = Logs.start(() -> second.set(log.log.appendAsync(new byte[1050])));
        Logs.awaitWaiting(behind);
        first.interrupt();
        first.join();
        behind.join();
        log.run();
        assertEquals(1, second.get().join());
    }

    @Test
    void aRecordOverTheLimitIsRefused() {
        RecordTooLargeException tooLarge = assertThrows(RecordTooLargeException.class, () -> log.log.append(new byte[100_001]));
        assertEquals(100_001, tooLarge.bytes());
        assertEquals(100_000, tooLarge.limitBytes());
        assertEquals(Outcome.NOT_WRITTEN, tooLarge.outcome());
        Logs.failure(RecordTooLargeException.class, log.log.appendAsync(new byte[100_001]));
        assertEquals(0, log.log.statistics().bytesInFlight());
        assertEquals(0, log.log.statistics().slotsInUse());
    }

    /** Ten thousand bytes that cannot be put into a slot. */
    private static final class Unfit implements Payload<String> {

        @Override
        public int topic() {
            return 0;
        }

        @Override
        public void check(String payload) {
        }

        @Override
        public long outsideBytes(String payload) {
            return 10_000;
        }

        @Override
        public byte[] copy(String payload) {
            return new byte[0];
        }

        @Override
        public void fill(Slot slot, String payload, byte[] copy) {
            slot.holdBytes(copy, 0);
            throw new StackOverflowError();
        }
    }

    @Test
    void aPayloadThatThrowsAfterTheClaimLeavesABlankSlot() {
        for (int i = 0; i < 20; i++) {
            assertThrows(StackOverflowError.class, () -> log.append(new Unfit(), "x"));
            assertEquals(0, log.log.statistics().bytesInFlight());
            log.run();
        }
        log.append("a");
        log.run();
        assertEquals(List.of("a"), log.store.texts());
    }

    @Test
    void nullIsAnArgumentError() {
        assertThrows(NullPointerException.class, () -> log.log.append((byte[]) null));
        assertThrows(NullPointerException.class, () -> log.log.appendAsync((byte[]) null));
        assertThrows(NullPointerException.class, () -> log.log.append(new byte[1], (AppendCallback) null));
        log.append("a");
        log.run();
        assertEquals(List.of("a"), log.store.texts());
    }
}
