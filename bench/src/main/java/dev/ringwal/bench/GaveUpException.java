package dev.ringwal.bench;

/** Nothing can be measured. The message is all that a person needs: what is wrong, and what to do. */
final class GaveUpException extends RuntimeException {

    GaveUpException(String message) {
        super(message);
    }
}
