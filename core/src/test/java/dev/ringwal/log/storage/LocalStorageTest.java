package dev.ringwal.log.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {

    @TempDir
    Path parent;

    private Path directory;
    private LocalStorage storage;

    @BeforeEach
    void create() throws IOException {
        directory = parent.resolve("a").resolve("log");
        storage = LocalStorage.create(directory);
    }

    @Test
    void missingDirectoriesAreMadeForTheirOwnerOnly() throws IOException {
        assertEquals("rwx------", permissions(directory));
        assertEquals("rwx------", permissions(directory.getParent()));
    }

    @Test
    void aDirectoryThatIsThereIsTakenAsItIs() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        write("kept", "x");

        LocalStorage again = LocalStorage.create(directory);

        assertEquals("rwxr-x---", permissions(directory));
        assertTrue(again.exists("kept"));
    }

    @Test
    void aRelativeDirectoryIsMadeToo() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(parent.toRealPath()).resolve("b");
        LocalStorage.create(relative);
        assertTrue(Files.isDirectory(parent.resolve("b")));
    }

    @Test
    void aFileWhereADirectoryShouldBeIsNamed() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        IOException e = assertThrows(FileSystemException.class, () -> LocalStorage.create(file));
        assertEquals(file + ": is not a directory", e.getMessage());
        assertThrows(IOException.class, () -> LocalStorage.create(file.resolve("log")));
        assertThrows(NotDirectoryException.class, () -> LocalStorage.existing(file));
    }

    @Test
    void anExistingDirectoryIsNotMade() {
        Path missing = parent.resolve("missing");
        assertThrows(NoSuchFileException.class, () -> LocalStorage.existing(missing));
        assertFalse(Files.exists(missing));
    }

    @Test
    void aFileSystemWithoutPosixPermissionsIsRefused() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(parent.resolve("z.zip"), Map.of("create", "true"))) {
            assertThrows(IOException.class, () -> LocalStorage.create(zip.getPath("/log")));
        }
    }

    @Test
    void networkFileSystemsAreKnownByTheirType() {
        for (String type : Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "fuse.sshfs", "NFS4")) {
            assertTrue(FileSystemKind.isNetwork(type), type);
        }
        for (String type : Set.of("ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "fuseblk", "")) {
            assertFalse(FileSystemKind.isNetwork(type), type);
        }
    }

    @Test
    void aFileIsMadeForItsOwnerOnlyAndOnlyWhenNew() throws IOException {
        write("f", "old");
        assertEquals("rw-------", permissions(directory.resolve("f")));
        assertThrows(FileAlreadyExistsException.class, () -> storage.create("f"));
        assertEquals("old", read("f"));
    }

    @Test
    void aLinkIsASecondNameAndNeverReplacesOne() throws IOException {
        write("f", "data");
        write("taken", "other");

        storage.link("f", "g");
        storage.delete("f");

        assertEquals("data", read("g"));
        assertThrows(FileAlreadyExistsException.class, () -> storage.link("g", "taken"));
        assertEquals("other", read("taken"));
    }

    @Test
    void namesComeAndGo() throws IOException {
        write("f", "x");
        write("g", "y");
        storage.delete("f");
        storage.delete("f");
        storage.syncDirectory();

        assertEquals(Set.of("g"), Set.copyOf(storage.list()));
        assertFalse(storage.exists("f"));
        assertThrows(NoSuchFileException.class, () -> storage.openForReading("f"));
        assertThrows(NoSuchFileException.class, () -> storage.openForWriting("f"));
    }

    @Test
    void writesAndReadsNameTheirPlace() throws IOException {
        try (StorageFile file = storage.create("f")) {
            file.write(direct("world"), 6);
            file.write(direct("hello "), 0);
            file.sync();
            assertEquals(11, file.length());

            ByteBuffer target = ByteBuffer.allocateDirect(16).position(1);
            assertEquals(5, file.read(target, 6));
            assertEquals(6, target.position());
            assertEquals(0, file.read(target, 11));
            assertEquals(0, file.read(target, 1 << 20));
        }
    }

    @Test
    void aFileIsCutButNeverGrownByCutting() throws IOException {
        write("f", "hello");
        try (StorageFile file = storage.openForWriting("f")) {
            file.shorten(2);
            file.sync();
            assertThrows(IOException.class, () -> file.shorten(3));
        }
        assertEquals("he", read("f"));
    }

    @Test
    void whatIsStoredInTheMappedPageIsAtOnceInTheFile() throws IOException {
        write("state", "\0".repeat(4096));
        try (StatePage page = storage.mapState("state", 4096)) {
            assertEquals(ByteOrder.LITTLE_ENDIAN, page.bytes().order());
            page.bytes().putLong(8, 0x0102030405060708L);
            assertArrayEquals(new byte[] {8, 7, 6, 5, 4, 3, 2, 1}, read("state").substring(8, 16).getBytes(US_ASCII));
            page.sync();
        }
    }

    @Test
    void aFileTooShortForThePageIsNotGrownByMapping() throws IOException {
        write("state", "short");
        assertThrows(IOException.class, () -> storage.mapState("state", 4096));
        assertEquals("short", read("state"));
    }

    private void write(String name, String text) throws IOException {
        try (StorageFile file = storage.create(name)) {
            file.write(direct(text), 0);
        }
    }

    private String read(String name) throws IOException {
        try (StorageFile file = storage.openForReading(name)) {
            ByteBuffer target = ByteBuffer.allocate((int) file.length());
            file.read(target, 0);
            return US_ASCII.decode(target.flip()).toString();
        }
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes(US_ASCII)).flip();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatIsNoFileIsNeitherOpenedNorDeleted() throws Exception {
        Files.createDirectory(directory.resolve("directory"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("directory"));
        Process mkfifo = new ProcessBuilder("mkfifo", directory.resolve("pipe").toString()).start();
        assertEquals(0, mkfifo.waitFor());

        for (String name : new String[] {"directory", "link", "pipe"}) {
            assertNoFile(name, assertThrows(FileSystemException.class, () -> storage.openForReading(name)));
            assertNoFile(name, assertThrows(FileSystemException.class, () -> storage.openForWriting(name)));
            assertNoFile(name, assertThrows(FileSystemException.class, () -> storage.delete(name)));
            assertNoFile(name, assertThrows(FileSystemException.class, () -> storage.tryLock(name)));
            assertTrue(storage.exists(name));
        }
        assertNoFile("pipe", assertThrows(FileSystemException.class, () -> storage.isLocked("pipe")));
    }

    @Test
    void whatALinkNamesIsNotWrittenTo() throws IOException {
        Files.writeString(parent.resolve("elsewhere"), "x");
        Files.createSymbolicLink(directory.resolve("link"), parent.resolve("elsewhere"));

        assertNoFile("link", assertThrows(FileSystemException.class, () -> storage.openForWriting("link")));
    }

    @Test
    void namesOfAFileAreCounted() throws IOException {
        write("file", "x");
        assertEquals(1, storage.names("file"));
        Files.createLink(parent.resolve("elsewhere"), directory.resolve("file"));
        assertEquals(2, storage.names("file"));
    }

    private static void assertNoFile(String name, FileSystemException e) {
        assertTrue(e.getFile().endsWith("/" + name), e.getFile());
        assertTrue(e.getReason().contains("not a file"), e.getReason());
    }
}
