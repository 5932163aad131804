package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.STATE;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state page that is lost, damaged or of another time. */
class StatePageTest {

    private final LogFixture log = LogFixture.open();

    @Test
    void lostStateIsRebuiltAndReported() {
        log.roll().append("b").kill();
        List<String> before = LogFixture.on(log.disk().copy(1), 1).reopen().records();
        log.disk().remove(STATE);
        log.reopen();

        assertEquals(before, log.records());
        assertTrue(log.report().stateRebuilt());
        assertEquals(before, log.closed().reopen().records());
        assertFalse(log.report().stateRebuilt());
    }

    @Test
    void unreadableStateIsRebuiltAndReported() {
        log.append("a").append("b").closed();
        log.disk().zeroPage(STATE, 0);
        log.reopen();

        assertEquals(List.of("a", "b"), log.records());
        assertTrue(log.report().stateRebuilt());
    }

    @Test
    void lostStateOfATrimmedLogIsRebuilt() {
        log.roll().roll();
        long first = log.frames(segment(1)).get(0).firstSequence();
        log.trimBefore(first).closed();
        log.disk().remove(STATE);
        log.reopen();

        assertEquals(first, log.report().firstSequence());
        assertEquals(first, log.store().firstSequence());
    }

    @Test
    void deletedLockFileDoesNotAdmitASecondWriterWhileTheOneInTheStateLives() {
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        log.append("a").closed();
        storePid(living);
        log.disk().remove("LOCK");

        assertEquals(living, assertThrows(LogInUseException.class, log::reopen).pid());
        assertFalse(log.names().contains("LOCK"));
        storePid(Integer.MAX_VALUE);
        assertEquals(List.of("a"), log.reopen().records());
    }

    private void storePid(long pid) {
        ByteBuffer page = ByteBuffer.wrap(log.contents(STATE)).order(ByteOrder.LITTLE_ENDIAN);
        StateSlot state = StateSlot.newest(page);
        state.pid = pid;
        state.store(page);
        log.disk().put(STATE, page.array());
    }

    @Test
    void pageThatFailedIsBroughtUpToDateByTheNextOpening() throws IOException {
        LogFixture log = LogFixture.open().append("a");
        log.disk().failFrom(Operation.STORE_STATE, 1, "");
        log.append("b").append("c");
        log = LogFixture.on(log.disk().kill(), 2).reopen();
        long durable = log.store().durableSequence();

        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED)) {
            assertEquals(2, durable);
            assertEquals(durable, other.lastSequence());
        }
        log.close();
    }

    @Test
    void oneDamagedSlotLosesNothing() {
        log.append("a").append("b").kill();
        LogFixture other = LogFixture.on(log.disk().copy(1), 1);
        log.disk().flipBit(STATE, 8 * 40);
        other.disk().flipBit(STATE, 8 * (2048 + 40));

        assertEquals(List.of("a", "b"), log.reopen().records());
        assertEquals(List.of("a", "b"), other.reopen().records());
    }

    /** Later syncs of the directory succeed, and need not cover what a failed one has forgotten. */
    @Test
    void pageStaysWhereTheSyncOfItsNameFailed() {
        LogFixture log = LogFixture.empty(1);
        log.disk().fail(Operation.SYNC_DIRECTORY, 2);
        assertThrows(UncheckedIOException.class, log::reopen);

        log.reopen().append("a").closed().powerCut(Unsynced.LOST).reopen();
        assertFalse(log.report().stateRebuilt());
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void pageStaysWhereAnotherSyncHasFailedSince() {
        LogFixture log = LogFixture.empty(1);
        log.disk().fail(Operation.SYNC_DIRECTORY, 2);
        assertThrows(UncheckedIOException.class, log::reopen);
        log.disk().fail(Operation.SYNC_DIRECTORY, 1);
        assertThrows(UncheckedIOException.class, log::reopen);

        log.reopen().append("a").closed().powerCut(Unsynced.LOST).reopen();
        assertFalse(log.report().stateRebuilt());
    }

    /** Its counter begins anew, and comes by where it was. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void whoFollowsGoesOnWithAPageThatIsRebuilt(int records) {
        for (int i = 0; i < records; i++) {
            log.append("a");
        }
        ReadOnlyLog other = readOnly();
        log.closed().disk().zeroPage(STATE, 0);
        log.reopen();
        for (int i = 0; i < 5; i++) {
            log.append("b");
            other.refresh();
            assertEquals(records + i, other.lastSequence());
        }
        other.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void whoHasReadALogAtRestGoesOnWithAPageThatIsRebuilt(int records) {
        for (int i = 0; i < records; i++) {
            log.append("a");
        }
        log.close();
        ReadOnlyLog other = readOnly();
        log.disk().zeroPage(STATE, 0);
        log.reopen().append("b").close();

        other.refresh();
        assertEquals(records, other.lastSequence());
        other.close();
    }

    @Test
    void logWhoseWriterHasNotWrittenThePageYetIsEmptyAndNotBackedUp(@TempDir Path directory) {
        byte[] page = log.append("a").contents(STATE);
        log.disk().put(STATE, new byte[0]);
        ReadOnlyLog other = readOnly();
        assertEquals(-1, other.lastSequence());
        assertThrows(UncheckedIOException.class, () -> other.backup(directory.resolve("backup")));

        log.disk().put(STATE, page);
        other.refresh();
        assertEquals(0, other.lastSequence());
        other.close();
    }

    private ReadOnlyLog readOnly() {
        try {
            return ReadOnlyLog.open(log.disk(), Reach.ATTESTED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
