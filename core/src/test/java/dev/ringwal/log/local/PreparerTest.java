package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.segment.Spares;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.NoSpaceException;
import dev.ringwal.log.storage.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparerTest {

    private static final long NUMBER = 7;
    private static final long LIMIT = 4 << 20;
    private static final long STEP = 128 << 10;
    private static final String NAME = SegmentName.of(NUMBER);
    private static final String TEMPORARY = SegmentName.temporary(NUMBER);

    private final MemoryStorage disk = new MemoryStorage(1);
    private final SegmentFactory factory = new SegmentFactory(disk, new Spares(disk, 0, LIMIT), 1, 2, () -> 3, () -> 100);
    private final List<Throwable> unsettled = new ArrayList<>();
    private final Preparer preparer = new Preparer(factory, new DirectWorker(), unsettled::add);

    @Test
    void fileIsFilledAsFarAsIsWantedAndNamedWhenItIsFull() throws IOException {
        preparer.fill(NUMBER, LIMIT, STEP, STEP);
        assertEquals(STEP, disk.contents(TEMPORARY).length);
        assertFalse(disk.exists(NAME));

        preparer.fill(NUMBER, LIMIT, LIMIT + 1, STEP);
        assertEquals(LIMIT, disk.contents(NAME).length);
        assertFalse(disk.exists(TEMPORARY));
        assertTrue(preparer.take(NUMBER, LIMIT).isFilled());
    }

    @Test
    void lessThanAStepIsPutOff() throws IOException {
        preparer.fill(NUMBER, LIMIT, STEP - 1, STEP);

        assertEquals(List.of(), disk.list());
    }

    @Test
    void fullDiskOfBeforeRefusesNothingOnceThereIsRoom() throws IOException {
        disk.fill();
        preparer.begin(NUMBER, LIMIT);
        assertThrows(NoSpaceException.class, () -> preparer.take(NUMBER, LIMIT));
        preparer.begin(NUMBER, LIMIT);
        disk.capacity(Long.MAX_VALUE);

        assertEquals(NUMBER, preparer.take(NUMBER, LIMIT).number());
    }

    @Test
    void fileThatIsNotFilledAheadIsNamedAtOnce() throws IOException {
        preparer.begin(NUMBER, LIMIT);

        assertTrue(disk.contents(NAME).length < STEP);
        preparer.fill(NUMBER, LIMIT, LIMIT, STEP);
        assertTrue(disk.contents(NAME).length < STEP);
    }

    @Test
    void fileThatIsTakenBeforeItIsFullIsNamedAsItIs() throws IOException {
        preparer.fill(NUMBER, LIMIT, STEP, STEP);

        assertFalse(preparer.take(NUMBER, LIMIT).isFilled());
        assertEquals(STEP, disk.contents(NAME).length);
    }

    @Test
    void whoeverTakesTheFileStopsTheFilling() throws IOException {
        Preparation preparation = new Preparation(factory, NUMBER, LIMIT, unsettled::add);
        preparation.want(LIMIT);
        preparation.hurry();
        preparation.step();
        assertEquals(List.of(), disk.list());

        preparation.finish();
        assertFalse(preparation.get().isFilled());
    }

    @Test
    void filledFileIsSyncedOnce() throws IOException {
        List<Operation> done = new ArrayList<>();
        disk.onOperation((operation, name) -> done.add(operation));
        preparer.fill(NUMBER, LIMIT, LIMIT, STEP);

        assertTrue(disk.exists(NAME));
        assertEquals(1, Collections.frequency(done, Operation.SYNC));
    }

    @Test
    void fileThatIsNotFilledAheadIsSyncedBeforeItIsNamed() throws IOException {
        List<Operation> done = new ArrayList<>();
        disk.onOperation((operation, name) -> done.add(operation));
        preparer.begin(NUMBER, LIMIT);

        int named = done.indexOf(Operation.LINK);
        assertEquals(List.of(Operation.SYNC, Operation.LINK), done.subList(named - 1, named + 1));
    }

    @Test
    void fileThatWasFullBeforeIsSyncedForItsHeader() throws IOException {
        Spares spares = new Spares(disk, 0, LIMIT);
        SegmentFactory factory = new SegmentFactory(disk, spares, 1, 2, () -> 3, () -> 100);
        disk.put(SegmentName.of(0), new byte[(int) LIMIT]);
        spares.retired(0);
        assertTrue(spares.hold(0, LIMIT));
        disk.delete(SegmentName.of(0));
        spares.keep(0);
        List<Operation> done = new ArrayList<>();
        disk.onOperation((operation, name) -> done.add(operation));
        new Preparer(factory, new DirectWorker(), unsettled::add).fill(NUMBER, LIMIT, LIMIT, STEP);

        int named = done.indexOf(Operation.LINK);
        assertEquals(List.of(Operation.WRITE, Operation.SYNC, Operation.LINK), done.subList(named - 2, named + 1));
    }

    @Test
    void hurriedFillingEndsBehindTheNextSync() throws IOException {
        long limit = 40 << 20;
        SegmentWriter filling = factory.create(NUMBER, limit);
        Iterator<Boolean> hurry = List.of(false, true).iterator();
        filling.fillAhead(limit, hurry::next);

        assertEquals(SegmentHeader.BYTES + (16 << 20), disk.contents(TEMPORARY).length);
        assertFalse(filling.isFilled());
    }

    @Test
    void fullDiskEndsTheFillingAndLeavesNothing() throws IOException {
        disk.capacity(2 * STEP);
        preparer.fill(NUMBER, LIMIT, STEP, STEP);
        preparer.fill(NUMBER, LIMIT, LIMIT, STEP);
        assertEquals(List.of(), disk.list());

        assertFalse(preparer.take(NUMBER, LIMIT).isFilled());
        assertTrue(disk.exists(NAME));
    }

    @Test
    void noRoomForEvenAShortFileIsSaid() {
        disk.capacity(1024);

        assertThrows(NoSpaceException.class, () -> preparer.take(NUMBER, LIMIT));
    }

    @Test
    void whatFailedWhilePreparingIsTriedAgainWhenTheFileIsTaken() throws IOException {
        disk.fail(Operation.SYNC, 1);
        preparer.fill(NUMBER, LIMIT, STEP, STEP);
        assertEquals(List.of(), disk.list());
        assertEquals(0, disk.openFiles());

        preparer.take(NUMBER, LIMIT);
        assertTrue(disk.exists(NAME));
    }

    @Test
    void nothingIsTriedAgainOnceTheFileHasItsName() {
        disk.fail(Operation.SYNC_DIRECTORY, 1);
        preparer.begin(NUMBER, LIMIT);
        IOException failed = assertThrows(IOException.class, () -> preparer.take(NUMBER, LIMIT));

        assertEquals(List.of(failed), unsettled);
        assertEquals(0, disk.openFiles());
    }

    @Test
    void whatIsLeftAtTheEndIsDeleted() throws IOException {
        preparer.fill(NUMBER, LIMIT, STEP, STEP);
        preparer.discard(false);
        assertEquals(List.of(), disk.list());

        preparer.begin(NUMBER, LIMIT);
        preparer.discard(false);
        assertEquals(List.of(), disk.list());

        SegmentWriter unused = preparer.take(NUMBER, LIMIT);
        preparer.giveBack(unused);
        preparer.discard(false);
        assertEquals(List.of(), disk.list());
        assertEquals(0, disk.openFiles());
    }

    @Test
    void afterAFailureWhatIsLeftIsClosedAndStays() throws IOException {
        preparer.begin(NUMBER, LIMIT);
        preparer.discard(true);

        assertEquals(List.of(NAME), disk.list());
        assertEquals(0, disk.openFiles());
    }
}
