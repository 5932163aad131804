package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which directories writers of this JVM hold. A POSIX lock cannot tell: it belongs to the process, so a second channel of the owner
 * would get it, and closing that channel would drop it for the first.
 *
 * <p>The register is the JVM's system properties, because they alone are shared by all class loaders: a log opened twice through
 * two copies of these classes, as in an application server, would be two writers. Keys are made of device and inode, so that no
 * spelling of a path, link or bind mount hides a second one; the value is the owner's pid.
 *
 * <p>Callers hold {@link #monitor} from the question until they are done with the lock file.
 */
final class OpenLogs {

    private static final String PREFIX = "dev.ringwal.log.open.";

    private OpenLogs() {
    }

    static String keyOf(Path directory) throws IOException {
        return PREFIX + Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    }

    /** One object for the whole JVM: interned strings, too, are shared by all class loaders. */
    static Object monitor(String key) {
        return key.intern();
    }

    static boolean contains(String key) {
        return System.getProperties().containsKey(key);
    }

    /** Whether the key was free, and now is the caller's. */
    static boolean add(String key) {
        return System.getProperties().putIfAbsent(key, Long.toString(ProcessHandle.current().pid())) == null;
    }

    static void remove(String key) {
        System.getProperties().remove(key);
    }
}
