package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.storage.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How the next file is prepared: by how much a sync of the log covers. */
class TipTest {

    private static final int SEGMENT_BYTES = 8 * 1024 * 1024;
    private static final int HALF = SEGMENT_BYTES / 2;
    private static final int LONG_STEP = 1024 * 1024;
    private static final String TEXT = LogFixture.text(0, 1000);
    private static final String NEXT = segment(4);
    private static final String PREPARED = NEXT + ".new";

    private final LogFixture log = LogFixture.empty(1).segmentBytes(SEGMENT_BYTES).reopen();

    /** The first segments are smaller: 1, 2 and 4 MiB. */
    TipTest() {
        while (((LocalStore) log.store()).segments().count() < 4) {
            write(50_000, 50_000, 1);
        }
    }

    @Test
    void nothingIsPreparedInTheFirstHalf() {
        write(HALF - 100_000, 50_000, 1);

        assertEquals(segment(3), log.segments().get(log.segments().size() - 1));
        assertFalse(log.names().contains(PREPARED));
    }

    @Test
    void whereSyncsCoverLittleTheNextFileIsBegunAtAnEighth() {
        write(SEGMENT_BYTES / 8 - 100_000, 4_000, 1);
        assertFalse(log.names().contains(PREPARED));

        write(SEGMENT_BYTES / 8, 4_000, 1);
        assertTrue(log.contents(PREPARED).length >= LONG_STEP, "filled: " + log.contents(PREPARED).length);
    }

    @Test
    void whereSyncsCoverLittleTheNextFileIsFilledInSteps() {
        write(HALF + 500_000, 4_000, 1);
        int begun = log.contents(PREPARED).length;
        write(600_000, 4_000, 1);
        int later = log.contents(PREPARED).length;

        assertTrue(0 < begun && begun < later && later < SEGMENT_BYTES, begun + ", " + later);
        assertFalse(log.segments().contains(NEXT));
        write(HALF - 1_600_000, 4_000, 1);
        assertEquals(SEGMENT_BYTES, log.contents(NEXT).length);
    }

    @Test
    void stepsAreLongWhereSyncsCoverSingleRecords() {
        assertTrue(lengthsOfPrepared(TEXT).size() <= SEGMENT_BYTES / LONG_STEP);
    }

    @Test
    void stepsAreShortWhereSyncsCoverSeveral() {
        assertTrue(lengthsOfPrepared(TEXT, TEXT, TEXT).size() > 2 * SEGMENT_BYTES / LONG_STEP);
    }

    /** While these are appended again and again, until the next file has its name. */
    private Set<Integer> lengthsOfPrepared(String... records) {
        Set<Integer> lengths = new TreeSet<>();
        while (!log.segments().contains(NEXT)) {
            log.append(records);
            if (log.names().contains(PREPARED)) {
                lengths.add(log.contents(PREPARED).length);
            }
        }
        return lengths;
    }

    @Test
    void whereSyncsCoverMoreItIsFilledInOneGo() {
        write(HALF + 100_000, 50_000, 1);

        assertEquals(SEGMENT_BYTES, log.contents(NEXT).length);
    }

    @Test
    void whereSyncsCoverMuchItIsNotFilled() {
        write(HALF + 600_000, 50_000, 12);

        assertTrue(log.contents(NEXT).length < 100_000);
    }

    @Test
    void behindATinySegmentTheNextFileIsMadeAtOnce() {
        LogFixture tiny = LogFixture.open().append(TEXT);
        assertEquals(List.of(segment(0)), tiny.segments());
        tiny.append(TEXT);

        assertEquals(LogFixture.SMALL_SEGMENT_BYTES, tiny.contents(segment(1)).length);
    }

    @Test
    void nobodyWhoseRecordsAreWrittenWaitsForTheNextFile() {
        LogFixture small = LogFixture.open().appendUnsynced("written");
        List<Long> durable = new ArrayList<>();
        small.disk().onOperation((operation, name) -> {
            if (operation == Operation.CREATE) {
                durable.add(small.acknowledged());
            }
        });
        small.appendUnsynced(LogFixture.text(1, LogFixture.SMALL_SEGMENT_BYTES));

        assertEquals(0, durable.get(0));
    }

    /** So many bytes in groups, synced after every few. */
    private void write(int bytes, int groupBytes, int groupsToASync) {
        String record = LogFixture.text(0, groupBytes);
        for (int i = 1; i <= bytes / groupBytes; i++) {
            log.appendUnsynced(record);
            if (i % groupsToASync == 0) {
                log.sync();
            }
        }
    }
}
