package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a local POSIX file system. Files are made for their owner only (0600), as are the directories that
 * {@link #create} makes (0700).
 *
 * <p>Assumed of disk and file system: a completed sync means durable; writing some bytes of a sector cannot damage others that
 * were synced; a directory can be synced; hard links. Network file systems promise too little of this and are refused.
 *
 * <p>Nothing here is buffered and nothing is durable before the sync that covers it. Holds no state but the path: any thread.
 */
public final class LocalStorage implements Storage {

    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** A new name may cost the directory a block. */
    private static final long NAME_BYTES = 4096;

    private final Path directory;

    private LocalStorage(Path directory) {
        this.directory = directory;
    }

    /**
     * A directory for writing. It and its parents are made where they are missing; on return their names are durable.
     *
     * @throws IOException when it cannot be made, a file is in its place, or its file system is not a local POSIX one
     */
    public static LocalStorage create(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        FileSystemKind.requireLocal(absolute);
        DirectoryMaker.make(absolute);
        return new LocalStorage(absolute);
    }

    /**
     * A directory that must be there already; nothing is made.
     *
     * @throws NoSuchFileException when it is not there
     * @throws NotDirectoryException when it is something else
     */
    public static LocalStorage existing(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (!Files.readAttributes(absolute, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(absolute.toString());
        }
        FileSystemKind.requireLocal(absolute);
        return new LocalStorage(absolute);
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            paths.forEach(path -> names.add(path.getFileName().toString()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Unlike {@link Files#exists}, tells what is not there from what could not be asked. */
    @Override
    public boolean exists(String name) throws IOException {
        try {
            Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public StorageFile create(String name) throws IOException {
        Path path = path(name);
        try {
            return new LocalFile(path, FileChannel.open(path, NEW_FILE, OWNER_ONLY));
        } catch (IOException e) {
            throw OutOfSpace.orSame(e, directory, NAME_BYTES);
        }
    }

    @Override
    public StorageFile openForReading(String name) throws IOException {
        return open(name, StandardOpenOption.READ);
    }

    @Override
    public StorageFile openForWriting(String name) throws IOException {
        RegularFile.requireIfThere(path(name)); // what a link names is not the log's to change
        return open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void link(String existing, String name) throws IOException {
        try {
            Files.createLink(path(name), path(existing));
        } catch (IOException e) {
            throw OutOfSpace.orSame(e, directory, NAME_BYTES);
        }
    }

    @Override
    public void linkTo(String name, Storage other) throws IOException {
        if (!(other instanceof LocalStorage target)) {
            throw new UnsupportedOperationException("no link from " + this + " to " + other);
        }
        if (!Files.isRegularFile(path(name), LinkOption.NOFOLLOW_LINKS) && Files.exists(path(name))) {
            throw new UnsupportedOperationException(name + " is a link itself"); // a second name of that is no copy
        }
        try {
            Files.createLink(target.path(name), path(name));
        } catch (IOException e) {
            throw OutOfSpace.orSame(e, target.directory, NAME_BYTES);
        }
    }

    @Override
    public int names(String name) throws IOException {
        return (int) Files.getAttribute(path(name), "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void delete(String name) throws IOException {
        Path path = path(name);
        RegularFile.requireIfThere(path);
        Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory() throws IOException {
        sync(directory);
    }

    @Override
    public StatePage mapState(String name, int bytes) throws IOException {
        return MappedStatePage.map(path(name), bytes);
    }

    @Override
    public @Nullable WriterLock tryLock(String name) throws IOException {
        return DirectoryLock.tryLock(directory, path(name));
    }

    @Override
    public boolean isLocked(String name) throws IOException {
        return DirectoryLock.isHeld(directory, path(name));
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** On Linux a directory opens for reading like a file, and its sync covers the names in it. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private StorageFile open(String name, OpenOption... options) throws IOException {
        Path path = path(name);
        RegularFile.require(path);
        return new LocalFile(path, FileChannel.open(path, options));
    }

    private Path path(String name) {
        assert !name.isEmpty() && name.indexOf('/') < 0 : name;
        return directory.resolve(name);
    }
}
