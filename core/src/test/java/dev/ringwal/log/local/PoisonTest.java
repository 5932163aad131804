package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.STATE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogFailedException;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A failed write or sync is final: nothing is advanced, acknowledged, written or synced after it. */
class PoisonTest {

    private final LogFixture log = LogFixture.open().append("a");

    @Test
    void failedWriteIsFinal() {
        log.disk().fail(Operation.WRITE, 1, ".seg");
        log.append("b");

        assertIsPoisoned();
        assertEquals(List.of("a", "c"), log.closed().reopen().append("c").records());
    }

    @Test
    void nothingIsWrittenBehindAShortWrite() {
        log.disk().failHalfWay(1, ".seg");
        log.append("half of this");

        assertIsPoisoned();
        assertEquals(List.of("a"), log.closed().reopen().records());
        assertTrue(log.report().tornBytes() > 0);
    }

    @Test
    void failedSyncIsFinalAndTheSecondOneIsNeverTried() {
        log.appendUnsynced("b");
        log.disk().fail(Operation.SYNC, 1, ".seg");
        log.sync();
        assertIsPoisoned();

        AtomicInteger syncs = new AtomicInteger();
        log.disk().onOperation((operation, name) -> syncs.addAndGet(operation == Operation.SYNC ? 1 : 0));
        log.sync().sync().closed();

        assertEquals(0, syncs.get());
        assertEquals(0, log.acknowledged());
        assertEquals(List.of("a"), log.powerCut(Unsynced.KEPT).reopen().records());
    }

    @Test
    void failedSyncOfAFooterIsFinal() {
        fillUpTo(2);
        failAt(Operation.SYNC, 1);
        log.append(large());

        assertIsPoisoned();
        assertEquals(1, log.closed().powerCut(Unsynced.LOST).reopen().records().size() - 1);
    }

    @Test
    void failedWriteOfAFooterIsFinal() {
        fillUpTo(2);
        failAt(Operation.WRITE, 1);
        log.append(large());

        assertIsPoisoned();
        assertEquals(2, log.closed().reopen().records().size());
    }

    @Test
    void failedSyncOfTheDirectoryIsFinal() {
        log.disk().fail(Operation.SYNC_DIRECTORY, 1);
        while (log.failure() == null) {
            log.append(large());
        }
        int held = (int) log.acknowledged() + 1;

        assertNotNull(log.failure());
        log.append("more");
        assertEquals(held, log.acknowledged() + 1);
        assertEquals(held, log.closed().powerCut(Unsynced.LOST).reopen().records().size());
    }

    @Test
    void failedSyncAtCloseIsReportedAndNothingIsSealed() {
        log.appendUnsynced("b");
        log.disk().fail(Operation.SYNC, 1, ".seg");
        log.close();

        assertNotNull(log.failure());
        assertEquals(0, log.acknowledged());
        assertEquals(0, log.disk().openFiles());
        assertFalse(log.disk().isLocked("LOCK"));
        assertEquals(List.of("a"), log.powerCut(Unsynced.KEPT).reopen().records());
    }

    @Test
    void failedSealAtCloseCutsNothing() {
        log.disk().fail(Operation.SYNC, 1, ".seg");
        AtomicInteger cuts = new AtomicInteger();
        log.disk().onOperation((operation, name) -> cuts.addAndGet(operation == Operation.SHORTEN ? 1 : 0));
        log.close();

        assertNotNull(log.failure());
        assertEquals(0, cuts.get());
        assertEquals(0, log.disk().openFiles());
        assertEquals(List.of("a"), log.powerCut(Unsynced.KEPT).reopen().records());
    }

    @Test
    void poisonedLogIsClosedWithoutATouch() {
        log.appendUnsynced("b");
        log.store().poison(new IllegalStateException("why"));
        byte[] before = log.contents(FIRST_SEGMENT);
        AtomicInteger touches = new AtomicInteger();
        log.disk().onOperation((operation, name) ->
                touches.addAndGet(operation.isChange() && operation != Operation.STORE_STATE ? 1 : 0));
        log.close();

        assertEquals(0, touches.get());
        assertArrayEquals(before, log.contents(FIRST_SEGMENT));
    }

    @Test
    void firstCauseIsKept() {
        RuntimeException first = new IllegalStateException("first");
        log.store().poison(first);
        log.store().poison(new IllegalStateException("second"));

        assertSame(first, log.failure());
    }

    @Test
    void poisonIsSeenInTheStatePageAndGoneAfterReopening() {
        log.store().poison(new IllegalStateException("why"));
        assertTrue(state().poisoned);

        log.closed().reopen();
        assertFalse(state().poisoned);
    }

    @Test
    void poisonedLogRefusesToTrim() {
        log.store().poison(new IllegalStateException("why"));

        LogFailedException refused = assertThrows(LogFailedException.class, () -> log.trimBefore(1));
        assertEquals("why", refused.getCause().getMessage());
        assertEquals(Outcome.UNKNOWN, refused.outcome());
    }

    @Test
    void readingWhatIsDurableGoesOn() {
        log.disk().fail(Operation.WRITE, 1, ".seg");
        log.append("b");

        try (var reader = log.reader(0)) {
            assertTrue(reader.next());
            assertEquals("a", LogFixture.text(reader));
            assertInstanceOf(IOException.class, assertThrows(LogFailedException.class, reader::next).getCause());
        }
    }

    @Test
    void faultOfTheStatePageFailsNoAppend() {
        log.disk().failFrom(Operation.STORE_STATE, 1, STATE);
        log.append("b").append("c");

        assertNull(log.failure());
        assertEquals(2, log.acknowledged());
        log.disk().repair();
        assertEquals(List.of("a", "b", "c"), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void faultOfTheStatePagesSyncFailsNoRoll() {
        log.disk().failFrom(Operation.SYNC_STATE, 1, STATE);
        log.roll();
        int held = log.records().size();

        assertNull(log.failure());
        assertEquals(held, log.closed().reopen().records().size());
    }

    private StateSlot state() {
        return StateSlot.newest(ByteBuffer.wrap(log.contents(STATE)).order(ByteOrder.LITTLE_ENDIAN));
    }

    private void assertIsPoisoned() {
        long written = log.reportedWritten();
        assertNotNull(log.failure());
        long acknowledged = log.acknowledged();
        long attested = state().durableSequence;
        byte[] before = log.contents(FIRST_SEGMENT);
        log.append("later").sync();

        assertEquals(acknowledged, log.acknowledged());
        assertEquals(attested, state().durableSequence);
        assertEquals(written, log.reportedWritten());
        assertArrayEquals(before, log.contents(FIRST_SEGMENT));
        assertTrue(state().poisoned);
    }

    /** So that the next large record needs another segment. */
    private void fillUpTo(int records) {
        while (log.acknowledged() + 1 < records) {
            log.append(large());
        }
    }

    private void failAt(Operation operation, int nth) {
        log.disk().fail(operation, nth, "0000.seg");
    }

    private static String large() {
        return "0".repeat(5000);
    }
}
