package dev.ringwal.log.storage;

import java.io.IOException;

/** The file system has no room, or the user's quota or limit of file size is used up. */
public final class NoSpaceException extends IOException {

    public NoSpaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
