package dev.ringwal.log;

/** A newer version of Ringwal wrote this. Nothing is changed. */
public final class NewerFormatException extends LogException {

    public NewerFormatException(String message) {
        super(message, null);
    }
}
