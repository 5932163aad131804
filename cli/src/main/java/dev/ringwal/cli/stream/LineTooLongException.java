package dev.ringwal.cli.stream;

/** A line of the input is over the limit. The lines before it were delivered. */
public final class LineTooLongException extends RuntimeException {

    private final long number;

    LineTooLongException(long number, int limitBytes) {
        super("line " + number + " is longer than the limit of " + limitBytes + " bytes");
        this.number = number;
    }

    /** The line's number, from 1. */
    public long number() {
        return number;
    }
}
