package dev.ringwal.log.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {

    private MemoryStorage disk = new MemoryStorage(1);

    @Test
    void aPowerCutForgetsWhatWasNotSynced() throws IOException {
        StorageFile file = durable("f", "old");
        file.write(direct("newer"), 0);
        durable("synced", "kept");

        disk = disk.powerCut(Unsynced.LOST);

        assertEquals("old", text("f"));
        assertEquals("kept", text("synced"));
    }

    @Test
    void aPowerCutMayAlsoKeepAllOfIt() throws IOException {
        durable("f", "old").write(direct("newer"), 0);
        disk = disk.powerCut(Unsynced.KEPT);
        assertEquals("newer", text("f"));
    }

    @Test
    void aSyncedFileIsGoneIfItsNameWasNot() throws IOException {
        StorageFile file = disk.create("f");
        file.write(direct("x"), 0);
        file.sync();
        assertFalse(disk.isDurable("f"));

        disk = disk.powerCut(Unsynced.LOST);

        assertThrows(NoSuchFileException.class, () -> disk.openForReading("f"));
    }

    @Test
    void aDeletedNameComesBackIfTheDirectoryWasNotSynced() throws IOException {
        durable("f", "x");
        disk.delete("f");
        disk = disk.powerCut(Unsynced.LOST);
        assertEquals("x", text("f"));

        disk.delete("f");
        disk.syncDirectory();
        disk = disk.powerCut(Unsynced.LOST);
        assertEquals(List.of(), disk.list());
    }

    @Test
    void twoNamesOfOneFileStayOneFile() throws IOException {
        durable("f", "x");
        disk.link("f", "g");
        disk.syncDirectory();
        disk = disk.powerCut(Unsynced.LOST).kill();

        disk.openForWriting("f").write(direct("y"), 0);

        assertEquals("y", text("g"));
        assertThrows(FileAlreadyExistsException.class, () -> disk.link("f", "g"));
        assertThrows(FileAlreadyExistsException.class, () -> disk.create("f"));
    }

    @Test
    void aKillKeepsWhatWasWrittenAndStillUnsynced() throws IOException {
        durable("f", "old").write(direct("new"), 0);

        disk = disk.kill();

        assertEquals("new", text("f"));
        assertEquals("old", text(disk.powerCut(Unsynced.LOST), "f"));
    }

    @Test
    void theDeadMachineDoesNothingMore() throws IOException {
        StorageFile file = durable("f", "x");
        WriterLock lock = disk.tryLock("LOCK");
        assertNotNull(lock);
        MemoryStorage dead = disk;

        disk = disk.kill();

        assertThrows(SimulatedCrash.class, () -> file.write(direct("y"), 0));
        assertThrows(SimulatedCrash.class, file::sync);
        assertThrows(SimulatedCrash.class, () -> dead.delete("f"));
        assertThrows(SimulatedCrash.class, () -> dead.exists("f"));
        file.close();
        lock.close();
        assertEquals("x", text("f"));
    }

    @Test
    void oneWriterHoldsTheLockUntilItClosesOrDies() throws IOException {
        WriterLock lock = disk.tryLock("LOCK");
        assertNotNull(lock);
        assertNull(disk.tryLock("LOCK"));
        assertTrue(disk.isLocked("LOCK"));
        lock.close();
        assertNotNull(disk.tryLock("LOCK"));
        lock.close();
        assertTrue(disk.isLocked("LOCK"));
        assertFalse(disk.kill().isLocked("LOCK"));
    }

    @Test
    void afterAFailedSyncTheNextSucceedsAndTheDataIsGone() throws IOException {
        StorageFile file = durable("f", "old");
        file.write(direct("new"), 0);
        disk.fail(Operation.SYNC, 1);

        assertThrows(IOException.class, file::sync);
        assertEquals("new", text("f"));
        file.write(direct("later"), 4096);
        file.sync();
        disk = disk.kill();
        assertEquals("new", text("f").substring(0, 3));
        disk = disk.powerCut(Unsynced.KEPT);

        assertEquals("old", text("f").substring(0, 3));
        assertEquals("later", text("f").substring(4096));
    }

    @Test
    void droppedCachesShowWhatAFailedSyncHasLost() throws IOException {
        StorageFile file = durable("f", "old");
        file.write(direct("new"), 0);
        disk.fail(Operation.SYNC, 1);
        assertThrows(IOException.class, file::sync);

        disk.dropCaches();

        assertEquals("old", text("f"));
    }

    @Test
    void aWriteAfterAFailedSyncCountsAgain() throws IOException {
        StorageFile file = durable("f", "old");
        file.write(direct("new"), 0);
        disk.fail(Operation.SYNC, 1);
        assertThrows(IOException.class, file::sync);
        file.write(direct("new"), 0);
        file.sync();
        assertEquals("new", text(disk.powerCut(Unsynced.LOST), "f"));
    }

    @Test
    void aFailedDirectorySyncLosesWhatItShouldHaveCovered() throws IOException {
        disk.create("f");
        disk.fail(Operation.SYNC_DIRECTORY, 1);
        assertThrows(IOException.class, disk::syncDirectory);
        disk.syncDirectory();
        assertTrue(disk.exists("f"));
        assertFalse(disk.isDurable("f"));
        assertEquals(2, disk.directoryOutcomes());
        assertEquals(List.of(), disk.powerCut(Unsynced.LOST).names());
    }

    @Test
    void aNameChangedAgainAfterAFailedDirectorySyncIsDurableWithTheNext() throws IOException {
        disk.create("f");
        disk.fail(Operation.SYNC_DIRECTORY, 1);
        assertThrows(IOException.class, disk::syncDirectory);
        disk.delete("f");
        disk.create("f");
        disk.syncDirectory();
        assertTrue(disk.isDurable("f"));
    }

    @Test
    void faultsHitTheNthOperationOnTheNamedFile() throws IOException {
        StorageFile f = durable("f", "");
        StorageFile g = durable("g", "");
        disk.fail(Operation.WRITE, 2, "g");
        disk.fail(Operation.READ, 1);

        g.write(direct("1"), 0);
        f.write(direct("2"), 0);
        assertThrows(IOException.class, () -> g.write(direct("3"), 0));
        g.write(direct("4"), 1);
        assertThrows(IOException.class, () -> f.read(ByteBuffer.allocate(1), 0));
        assertEquals("14", text("g"));
    }

    @Test
    void aFaultMayStayUntilItIsRepaired() throws IOException {
        StorageFile file = durable("f", "");
        disk.failFrom(Operation.SYNC, 2, "f");
        file.sync();
        assertThrows(IOException.class, file::sync);
        assertThrows(IOException.class, file::sync);
        disk.repair();
        file.sync();
    }

    @Test
    void aWriteThatFailsHalfWayHasWrittenHalf() throws IOException {
        StorageFile file = durable("f", "");
        disk.failHalfWay(1, "f");
        assertThrows(IOException.class, () -> file.write(direct("123456"), 0));
        assertEquals("123", text("f"));
    }

    @Test
    void aFullDiskTakesNoNewPageButOverwritesOldOnes() throws IOException {
        disk.capacity(2 * 4096);
        StorageFile file = durable("f", "x");
        assertEquals(4096, disk.freeBytes());

        assertThrows(NoSpaceException.class, () -> file.write(ByteBuffer.allocateDirect(3 * 4096), 0));
        assertEquals(0, disk.freeBytes());
        assertEquals(2 * 4096, file.length());
        file.write(direct("y"), 4096);

        disk.capacity(3 * 4096);
        file.write(direct("z"), 2 * 4096);
    }

    @Test
    void deletingAFileMakesRoom() throws IOException {
        durable("f", "x");
        disk.fill();
        StorageFile g = disk.create("g");
        assertThrows(NoSpaceException.class, () -> g.write(direct("x"), 0));
        disk.delete("f");
        g.write(direct("x"), 0);
    }

    @Test
    void aCrashStopsTheMachineAtTheNthChange() throws IOException {
        StorageFile file = durable("f", "old");
        long before = disk.changes();
        disk.crashAt(2);
        file.write(direct("new"), 0);
        file.length();
        assertThrows(SimulatedCrash.class, file::sync);
        assertThrows(SimulatedCrash.class, disk::list);
        assertEquals(before + 2, disk.changes());
        assertEquals("old", text(disk.powerCut(Unsynced.LOST), "f"));
    }

    @Test
    void aWriteInWhichTheMachineStopsGetsSomeWay() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        for (int seed = 0; seed < 50; seed++) {
            disk = new MemoryStorage(seed);
            StorageFile file = durable("f", "");
            disk.crashAt(1);
            assertThrows(SimulatedCrash.class, () -> file.write(direct("1234"), 0));
            lengths.add(disk.kill().contents("f").length);
        }
        assertTrue(lengths.containsAll(List.of(0, 1, 2, 3, 4)));
    }

    @Test
    void theHookHearsOfEveryOperation() throws IOException {
        List<String> heard = new ArrayList<>();
        disk.onOperation((operation, name) -> heard.add(operation + " " + name));
        disk.create("f").sync();
        disk.syncDirectory();
        assertEquals(List.of("CREATE f", "SYNC f", "SYNC_DIRECTORY "), heard);
    }

    @Test
    void theMappedPageSurvivesAKillAndMayBeLostInAPowerCut() throws IOException {
        durable("state", "\0".repeat(4096));
        StatePage page = disk.mapState("state", 4096);
        page.bytes().put(0, (byte) 1);
        page.sync();
        page.bytes().put(0, (byte) 2);

        assertEquals(2, disk.copy(1).contents("state")[0]);
        assertEquals(1, disk.copy(1).powerCut(Unsynced.LOST).contents("state")[0]);
        assertEquals(2, disk.kill().contents("state")[0]);
    }

    @Test
    void aFailedStoreIsAnError() throws IOException {
        durable("state", "\0".repeat(4096));
        StatePage page = disk.mapState("state", 4096);
        disk.fail(Operation.STORE_STATE, 1);
        assertThrows(InternalError.class, page::bytes);
        page.bytes().put(0, (byte) 1);
        assertThrows(IOException.class, () -> disk.mapState("state", 4097));
    }

    @Test
    void aCopyLivesItsOwnLife() throws IOException {
        StorageFile file = durable("f", "old");
        MemoryStorage copy = disk.copy(2);
        file.write(direct("new"), 0);
        copy.delete("f");

        assertEquals("new", text("f"));
        assertEquals(List.of(), copy.list());
    }

    @Test
    void damageIsDurableAtOnce() throws IOException {
        durable("f", "abcdef");
        disk.overwrite("f", 1, (byte) 'X');
        disk.flipBit("f", 2 * 8 + 1);
        disk.cut("f", 4);
        assertEquals("aXad", text(disk.powerCut(Unsynced.LOST), "f"));

        MemoryStorage other = new MemoryStorage(1);
        other.put("g", new byte[] {1, 2});
        other.zeroPage("g", 0);
        assertArrayEquals(new byte[4096], other.powerCut(Unsynced.LOST).contents("g"));
        other.remove("g");
    }

    @Test
    void openFilesAreAsStrictAsChannels() throws IOException {
        StorageFile file = durable("f", "abc");
        StorageFile reader = disk.openForReading("f");
        assertEquals(2, disk.openFiles());
        assertThrows(NonWritableChannelException.class, () -> reader.write(direct("x"), 0));
        assertThrows(IllegalArgumentException.class, () -> file.write(ByteBuffer.allocate(1), 0));
        reader.close();
        reader.close();
        assertEquals(1, disk.openFiles());
        assertThrows(ClosedChannelException.class, reader::length);
        assertThrows(IOException.class, () -> file.shorten(4));
        file.shorten(1);
        file.write(direct("z"), 2);
        assertEquals("a\0z", text("f"));
    }

    private StorageFile durable(String name, String text) throws IOException {
        StorageFile file = disk.create(name);
        file.write(direct(text), 0);
        file.sync();
        disk.syncDirectory();
        return file;
    }

    private String text(String name) {
        return text(disk, name);
    }

    private static String text(MemoryStorage disk, String name) {
        return new String(disk.contents(name), US_ASCII);
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes(US_ASCII)).flip();
    }
}
