package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.STATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.Outcome;
import dev.ringwal.log.storage.Unsynced;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A full disk refuses records and nothing else: no sequence is used, nothing is written, and the log goes on when there is room. */
class DiskFullTest {

    private final LogFixture log = LogFixture.open().append("a");
    private final List<String> given = new ArrayList<>(List.of("a"));

    @Test
    void refusedGroupUsesNoSequence() {
        fill();
        long written = log.store().writtenSequence();

        DiskFullException refused = assertThrows(DiskFullException.class, () -> log.append(large()));

        assertEquals(Outcome.NOT_WRITTEN, refused.outcome());
        assertEquals(written, log.store().writtenSequence());
        assertNull(log.failure());
        makeRoom();
        append("behind");
        assertEquals(written + 1, log.acknowledged());
        assertEquals(given, log.records());
        assertEquals(given, log.kill().reopen().records());
    }

    @Test
    void smallerGroupStillFits() {
        fill();
        append("small");

        assertEquals(given, log.records());
    }

    @Test
    void readingGoesOn() {
        fill();

        assertEquals(given, log.records());
        assertEquals(given.subList(1, 2), log.records(1).subList(0, 1));
    }

    @Test
    void fullLogIsClosedWhole() {
        fill();
        log.close();

        assertNull(log.failure());
        assertEquals(0, log.disk().openFiles());
        assertEquals(given, log.powerCut(Unsynced.LOST).reopen().records());
        assertEquals(0, log.report().recordsCopied());
    }

    @Test
    void fullLogIsReopenedAndRead() {
        fill();
        log.close();
        log.disk().fill();
        log.reopen();

        assertEquals(given, log.records());
        assertFalse(log.report().copyPending());
        assertThrows(DiskFullException.class, () -> log.append("b"));
        makeRoom();
        append("b");
        assertEquals(given, log.records());
    }

    @Test
    void trimMakesRoom() {
        for (int i = 0; i < 10; i++) {
            append(large());
        }
        fill();
        log.trimBefore(8);
        append(large());

        assertEquals(given.subList((int) log.store().firstSequence(), given.size()), log.records());
    }

    @Test
    void everyStepOfRoomEitherTakesTheGroupOrRefusesIt() {
        log.close();
        byte[] before = log.contents(LogFixture.FIRST_SEGMENT);
        for (int pages = 0; pages < 14; pages++) {
            LogFixture full = LogFixture.on(log.disk().copy(pages), pages);
            full.disk().capacity(LogFixture.usedBytes(full.disk()) + pages * 4096L);
            full.reopen();
            List<String> held = new ArrayList<>(List.of("a"));
            for (int i = 0; i < 4; i++) {
                try {
                    full.append("record " + i + large());
                    held.add("record " + i + large());
                } catch (DiskFullException refused) {
                    assertEquals(held.size() - 1, full.store().writtenSequence());
                }
            }
            String where = pages + " pages";
            assertNull(full.failure(), where);
            assertEquals(held, full.records(), where);
            full.close();
            assertNull(full.failure(), where);
            assertEquals(0, full.disk().openFiles(), where);
            full.disk().capacity(Long.MAX_VALUE);
            held.add("behind");
            assertEquals(held, full.reopen().append("behind").records(), where);
        }
        assertEquals(before.length, log.contents(LogFixture.FIRST_SEGMENT).length);
    }

    // Recovery.

    @Test
    void recoveryWithoutRoomIsPutOffAndServesWhatIsProven() {
        log.appendUnsynced("b", "c").kill();
        log.disk().fill();
        log.reopen();

        assertTrue(log.report().copyPending());
        assertEquals(0, log.report().recordsCopied());
        assertEquals(0, log.report().lastSequence());
        assertEquals(List.of("a"), log.records());
        assertEquals(0, log.store().durableSequence());
    }

    @Test
    void reportSaysWhenTheRecoveryThatWasPutOffIsDone() {
        log.appendUnsynced("b").kill();
        log.disk().fill();
        log.reopen();
        makeRoom();
        log.append("c");

        assertFalse(log.report().copyPending());
        assertEquals(1, log.report().recordsCopied());
        assertEquals(1, log.report().lastSequence());
    }

    @Test
    void firstAppendWithRoomFinishesTheRecovery() {
        log.appendUnsynced("b", "c").kill();
        log.disk().fill();
        log.reopen();
        assertThrows(DiskFullException.class, () -> log.append("d"));
        assertEquals(List.of("a"), log.records());

        makeRoom();
        log.append("d");

        assertEquals(3, log.acknowledged());
        assertEquals(List.of("a", "b", "c", "d"), log.records());
        assertEquals(List.of("a", "b", "c", "d"), log.powerCut(Unsynced.LOST).reopen().records());
    }

    @Test
    void recoveryThatWasPutOffLosesNothingWhenTheLogIsClosed() {
        log.appendUnsynced("b", "c").kill();
        log.disk().fill();
        log.reopen().close();
        assertNull(log.failure());
        makeRoom();

        assertEquals(List.of("a", "b", "c"), log.reopen().records());
        assertFalse(log.report().copyPending());
        assertEquals(2, log.report().recordsCopied());
    }

    @Test
    void recoveryLeavesNothingBehindThatItHadNoRoomFor() {
        log.appendUnsynced("b", large(), large()).kill();
        List<String> before = log.names();
        long used = LogFixture.usedBytes(log.disk());
        for (int pages = 0; pages < 6; pages++) {
            LogFixture full = LogFixture.on(log.disk().copy(pages), pages);
            full.disk().capacity(used + pages * 4096L);
            full.reopen();
            if (full.report().copyPending()) {
                assertEquals(before, full.names(), pages + " pages");
                assertEquals(used, LogFixture.usedBytes(full.disk()), pages + " pages");
            }
            full.disk().capacity(Long.MAX_VALUE);
            assertEquals(5, full.append("more").records().size(), pages + " pages");
        }
    }

    @Test
    void newLogOnAFullDiskIsRefusedAndLaterMade() {
        LogFixture empty = LogFixture.empty(1);
        empty.disk().fill();
        assertThrows(UncheckedIOException.class, empty::reopen);
        assertFalse(empty.disk().isLocked("LOCK"));
        empty.disk().capacity(Long.MAX_VALUE);

        assertEquals(List.of("a"), empty.reopen().append("a").records());
        assertTrue(empty.names().contains(STATE));
    }

    /** Appends until the disk is full. */
    private void fill() {
        log.disk().fill();
        try {
            while (true) {
                append(large());
            }
        } catch (DiskFullException full) {
            // As intended.
        }
    }

    private void append(String record) {
        log.append(record);
        given.add(record);
    }

    private void makeRoom() {
        log.disk().capacity(Long.MAX_VALUE);
    }

    private static String large() {
        return "0".repeat(3000);
    }
}
