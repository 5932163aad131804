package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells files from what else may bear one of their names: a directory must not be deleted, and to open a pipe may take for ever. */
final class RegularFile {

    private RegularFile() {
    }

    /**
     * Links are followed.
     *
     * @throws NoSuchFileException when nothing is there
     * @throws FileSystemException when it is no file
     */
    static void require(Path path) throws IOException {
        require(path, Files.readAttributes(path, BasicFileAttributes.class));
    }

    /**
     * Links are not followed: the name itself must be a file's, or free.
     *
     * @throws FileSystemException when it is no file
     */
    static void requireIfThere(Path path) throws IOException {
        try {
            require(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            // It is free.
        }
    }

    private static void require(Path path, BasicFileAttributes found) throws IOException {
        if (!found.isRegularFile()) {
            String kind = found.isDirectory() ? "a directory" : found.isSymbolicLink() ? "a symbolic link" : "a special file";
            throw new FileSystemException(path.toString(), null, "it is " + kind + ", not a file: move it out of the log's directory");
        }
    }
}
