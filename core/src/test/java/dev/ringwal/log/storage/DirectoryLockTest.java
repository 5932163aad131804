package dev.ringwal.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    private static final String SEEN_WHILE_HELD = "locked, refused";
    private static final String SEEN_WHILE_FREE = "free, taken";

    @TempDir
    Path directory;

    private LocalStorage storage;

    @BeforeEach
    void create() throws IOException {
        storage = LocalStorage.create(directory);
    }

    @Test
    void onlyOneHoldsIt() throws IOException {
        assertFalse(storage.isLocked("LOCK"));
        try (WriterLock lock = taken()) {
            assertNotNull(lock);
            assertTrue(storage.isLocked("LOCK"));
            assertNull(storage.tryLock("LOCK"));
            assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
        }
        assertFalse(storage.isLocked("LOCK"));
        assertEquals(SEEN_WHILE_FREE, LockingProcess.look(directory));
    }

    @Test
    void anotherSpellingOfThePathIsTheSameDirectory() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (WriterLock lock = taken()) {
            assertNotNull(lock);
            assertNull(LocalStorage.existing(link).tryLock("LOCK"));
            assertTrue(LocalStorage.existing(directory.resolve("link").resolve(".")).isLocked("LOCK"));
        }
    }

    @Test
    void whoIsRefusedInThisProcessDoesNotDropTheLock() throws IOException {
        try (WriterLock lock = taken()) {
            assertNotNull(lock);
            storage.tryLock("LOCK");
            storage.isLocked("LOCK");
            assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
        }
    }

    @Test
    void anotherClassLoaderIsRefusedAndDoesNotDropTheLock() throws Exception {
        URL[] classes = {LockingProcess.where(LocalStorage.class).toUri().toURL()};
        try (WriterLock lock = taken(); URLClassLoader loader = new URLClassLoader(classes, null)) {
            assertNotNull(lock);
            Class<?> type = loader.loadClass(LocalStorage.class.getName());
            assertNotSame(LocalStorage.class, type);
            Object other = type.getMethod("existing", Path.class).invoke(null, directory);

            assertNull(type.getMethod("tryLock", String.class).invoke(other, "LOCK"));
            assertEquals(true, type.getMethod("isLocked", String.class).invoke(other, "LOCK"));
            assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
        }
    }

    @Test
    void replacedSystemPropertiesDoNotDropTheLock() throws IOException {
        Properties before = System.getProperties();
        try (WriterLock lock = taken()) {
            assertNotNull(lock);
            System.setProperties(null);
            assertTrue(storage.isLocked("LOCK"));
            assertNull(storage.tryLock("LOCK"));
            assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
        } finally {
            System.setProperties(before);
            System.getProperties().remove(OpenLogs.keyOf(directory));
        }
    }

    @Test
    void ofManyThreadsOneGetsIt() throws IOException {
        List<CompletableFuture<WriterLock>> tries =
                IntStream.range(0, 16).mapToObj(i -> CompletableFuture.supplyAsync(this::tryLock)).toList();
        List<WriterLock> got = tries.stream().map(CompletableFuture::join).filter(lock -> lock != null).toList();
        assertEquals(1, got.size());
        assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
        got.get(0).close();
    }

    @Test
    void aProbeInAnotherProcessSeesItAndTheLockStays() throws IOException {
        try (WriterLock lock = taken()) {
            assertNotNull(lock);
            assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
            assertEquals(SEEN_WHILE_HELD, LockingProcess.look(directory));
        }
    }

    @Test
    void probesOfAnotherProcessNeverMakeAnOpenFail() throws IOException {
        taken().close();
        try (LockingProcess other = LockingProcess.probe(directory)) {
            assertNotNull(other);
            for (int i = 0; i < 500; i++) {
                taken().close();
            }
        }
    }

    @Test
    void anotherProcessHoldsItUntilItIsKilled() throws IOException {
        try (LockingProcess other = LockingProcess.hold(directory)) {
            assertTrue(storage.isLocked("LOCK"));
            assertNull(storage.tryLock("LOCK"));
            assertFalse(System.getProperties().containsKey(OpenLogs.keyOf(directory)));
            other.kill();
            assertFalse(storage.isLocked("LOCK"));
            taken().close();
        }
    }

    @Test
    void theRegisterIsEmptyAfterCloseAndAfterAFailure() throws IOException {
        taken().close();
        assertFalse(System.getProperties().containsKey(OpenLogs.keyOf(directory)));

        Files.createDirectory(directory.resolve("IMPOSSIBLE"));
        assertThrows(IOException.class, () -> storage.tryLock("IMPOSSIBLE"));
        assertFalse(System.getProperties().containsKey(OpenLogs.keyOf(directory)));
    }

    @Test
    void closingTwiceDoesNotFreeTheNextOwner() throws IOException {
        WriterLock first = taken();
        first.close();
        try (WriterLock second = taken()) {
            assertNotNull(second);
            first.close();
            assertTrue(storage.isLocked("LOCK"));
        }
    }

    @Test
    void theFileStaysAndIsForItsOwnerOnly() throws IOException {
        taken().close();
        try (FileChannel file = FileChannel.open(directory.resolve("LOCK"), StandardOpenOption.READ)) {
            assertEquals(0, file.size());
        }
    }

    private WriterLock taken() throws IOException {
        WriterLock lock = storage.tryLock("LOCK");
        assertNotNull(lock);
        return lock;
    }

    private WriterLock tryLock() {
        try {
            return storage.tryLock("LOCK");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
