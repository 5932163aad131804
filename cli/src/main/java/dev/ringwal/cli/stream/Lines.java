package dev.ringwal.cli.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits a stream into lines without decoding a byte: a line ends before {@code \n}, everything else belongs to it, and a last line
 * needs no {@code \n}. Memory is bounded by the longest line allowed, whatever the stream's length.
 *
 * <p>Reading and splitting are apart, because only reading may wait for ever: {@link #fill} reads what there is, then {@link #next}
 * is called until it is false. For one thread at a time.
 */
public final class Lines {

    private static final int INITIAL_BYTES = 256 * 1024;

    private final InputStream in;
    private final int limitBytes;
    private byte[] buffer;
    private ByteBuffer view;
    /** {@code [from, searched)} has no line end; {@code [searched, to)} is yet to be looked at. */
    private int from;
    private int searched;
    private int to;
    private boolean ended;
    private long number;

    public Lines(InputStream in, int limitBytes) {
        this(in, limitBytes, INITIAL_BYTES);
    }

    Lines(InputStream in, int limitBytes, int initialBytes) {
        this.in = in;
        this.limitBytes = limitBytes;
        this.buffer = new byte[initialBytes];
        this.view = ByteBuffer.wrap(buffer);
    }

    /** Reads what is there, waiting for at least a byte; false at the end of the stream. */
    public boolean fill() throws IOException {
        makeRoom();
        int read = in.read(buffer, to, buffer.length - to);
        ended = read < 0;
        to += Math.max(read, 0);
        return !ended;
    }

    /**
     * Moves to the next line; false when more must be read first, and at the end.
     *
     * @throws LineTooLongException as soon as a line is known to be over the limit, whole or not
     */
    public boolean next() {
        searched = lineEnd();
        boolean terminated = searched < to;
        if (searched - from > limitBytes) {
            throw new LineTooLongException(number + 1, limitBytes);
        }
        if (!terminated && !(ended && from < to)) {
            return false;
        }
        view.limit(searched).position(from);
        searched += terminated ? 1 : 0;
        from = searched;
        number++;
        return true;
    }

    /** The current line, position to limit: valid until the next {@link #fill}. */
    public ByteBuffer line() {
        return view;
    }

    /** The current line's number, from 1. */
    public long number() {
        return number;
    }

    private int lineEnd() {
        byte[] bytes = buffer;
        int end = to;
        int at = searched;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void makeRoom() {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == buffer.length && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == buffer.length) {
            grow();
        }
        searched = to;
    }

    /** The unfinished line is within the limit, or {@link #next} had refused it: so one byte more than the limit will always do. */
    private void grow() {
        long bytes = Math.max(buffer.length + 1L, Math.min(2L * buffer.length, limitBytes + 1L));
        buffer = Arrays.copyOf(buffer, Math.toIntExact(bytes));
        view = ByteBuffer.wrap(buffer);
    }
}
