package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Makes a directory and what is missing above it, from the top down, each name durable before the next is made: so whoever finds
 * a directory that an interrupted run left knows that at most its own name may still be lost, and syncs that again.
 */
final class DirectoryMaker {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private DirectoryMaker() {
    }

    static void make(Path directory) throws IOException {
        Path there = FileSystemKind.nearestExisting(directory);
        requireDirectory(there);
        if (!there.equals(directory) || isEmpty(directory)) {
            syncNameOf(there);
        }
        for (Path missing : between(there, directory)) {
            makeOne(missing);
            LocalStorage.sync(missing.getParent());
        }
    }

    /** Makes a directory of which all above is there; false when something of that name is. Its name is not durable yet. */
    static boolean claim(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OWNER_ONLY);
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        }
    }

    private static void makeOne(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            requireDirectory(directory);
        }
    }

    private static void requireDirectory(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
            throw new FileSystemException(path.toString(), null, "is not a directory");
        }
    }

    /** Topmost first. */
    private static Deque<Path> between(Path there, Path directory) {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = directory; !path.equals(there); path = path.getParent()) {
            missing.addFirst(path);
        }
        return missing;
    }

    /** Not across a mount point, nor where the parent is not for us to read: then no interrupted run of ours made it. */
    private static void syncNameOf(Path directory) throws IOException {
        Path parent = directory.toRealPath().getParent();
        if (parent == null || !Files.getAttribute(parent, "unix:dev").equals(Files.getAttribute(directory, "unix:dev"))) {
            return;
        }
        try {
            LocalStorage.sync(parent);
        } catch (AccessDeniedException e) {
            return;
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            return !paths.iterator().hasNext();
        }
    }
}
