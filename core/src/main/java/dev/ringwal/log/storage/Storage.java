package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One directory of files. Names are plain file names. Any thread; the caller orders what must be ordered.
 *
 * <p>What a method changes in the directory (a name that comes or goes) is durable only after {@link #syncDirectory}; what it
 * changes in a file, after that file's sync.
 *
 * <p>An interrupt of the calling thread closes the file or fails the call: threads that write must not be interruptible.
 */
public interface Storage {

    /** For messages only. */
    Path directory();

    /** All names in the directory, in no order. */
    List<String> list() throws IOException;

    boolean exists(String name) throws IOException;

    /**
     * A new, empty file, for its owner only, open for reading and writing.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken
     */
    StorageFile create(String name) throws IOException;

    /** @throws java.nio.file.NoSuchFileException when there is none */
    StorageFile openForReading(String name) throws IOException;

    /** For {@link StorageFile#shorten} and writing. */
    StorageFile openForWriting(String name) throws IOException;

    /**
     * Gives a file a second name.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it is taken
     */
    void link(String existing, String name) throws IOException;

    /**
     * Gives a file of this directory the same name in another one.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such file
     * @throws java.nio.file.FileSystemException when it cannot have a name there: it is on another file system, say
     * @throws UnsupportedOperationException when the other is a storage of another kind
     */
    void linkTo(String name, Storage other) throws IOException;

    /** How many names the file has, in this directory or elsewhere. */
    int names(String name) throws IOException;

    /** Does nothing when there is no such file. */
    void delete(String name) throws IOException;

    /** Returns when every creation, link and deletion before it is durable. */
    void syncDirectory() throws IOException;

    /** Maps a file of at least the page's size for writing. */
    StatePage mapState(String name, int bytes) throws IOException;

    /**
     * Takes the directory for the one writer, creating the lock file if need be. While it is held nothing else in this process may
     * open that file, for a backup say: closing it again would drop the lock.
     *
     * @return null when another writer has it, in this process (whatever the class loader) or another; that one keeps it
     */
    @Nullable WriterLock tryLock(String name) throws IOException;

    /** Whether a writer has the directory now, here or in another process; disturbs none. */
    boolean isLocked(String name) throws IOException;
}
