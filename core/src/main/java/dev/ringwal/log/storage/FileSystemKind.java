package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses what a log cannot keep its promises on: systems without POSIX permissions and directory sync, and network file systems,
 * where locks, syncs and the order of writes are another machine's matter.
 */
final class FileSystemKind {

    private static final Set<String> NETWORK = Set.of(
            "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
            "orangefs", "smb2", "smb3", "smbfs", "sshfs", "fuse.ceph", "fuse.cephfs", "fuse.davfs", "fuse.gcsfuse",
            "fuse.glusterfs", "fuse.goofys", "fuse.juicefs", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs");

    private FileSystemKind() {
    }

    /** Asks the nearest directory that is there, so that nothing is made on a file system that is then refused. */
    static void requireLocal(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new IOException(directory + ": is on a file system without POSIX permissions; a log needs a local POSIX one");
        }
        String type = typeOf(nearestExisting(directory));
        if (isNetwork(type)) {
            throw new IOException(directory + ": is on a network file system (" + type + "); a log needs a local one");
        }
    }

    static boolean isNetwork(String type) {
        return NETWORK.contains(type.toLowerCase(Locale.ROOT));
    }

    /** The directory itself or the first above it that exists. */
    static Path nearestExisting(Path directory) {
        Path nearest = directory;
        while (Files.notExists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }

    /** Empty where the JDK finds no mount point, as in some containers: that says nothing against the disk. */
    private static String typeOf(Path path) {
        try {
            FileStore store = Files.getFileStore(path);
            return store.type();
        } catch (IOException e) {
            return "";
        }
    }
}
