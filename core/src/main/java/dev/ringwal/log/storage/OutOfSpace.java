package dev.ringwal.log.storage;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a full disk, or a quota or file size limit that is reached, from other failures. The JDK hands on the system's text and no error
 * number, and the text comes in the language of the user; so where it is not understood, the room that is left decides.
 */
final class OutOfSpace {

    private OutOfSpace() {
    }

    /** The failure as {@link NoSpaceException} if that is what it is, else unchanged. */
    static IOException orSame(IOException failure, Path path, long bytesWanted) {
        if (failure instanceof ClosedChannelException) {
            return failure;
        }
        if (saysSo(failure) || usableBytes(path) < bytesWanted) {
            return new NoSpaceException(path + ": " + reason(failure), failure);
        }
        return failure;
    }

    private static boolean saysSo(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded")
                || message.contains("File too large");
    }

    private static String reason(IOException failure) {
        return String.valueOf(failure instanceof FileSystemException known ? known.getReason() : failure.getMessage());
    }

    /** Where it cannot be asked, there is enough: a failure of another kind must not pass for a full disk. */
    private static long usableBytes(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
