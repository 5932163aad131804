package dev.ringwal.cli.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Standard output as bytes, with a buffer that is written when it is full or flushed. For one thread at a time.
 *
 * <p>What cannot be written is an {@link OutputException}; the buffer is then dropped.
 */
public final class Output {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] decimal = new byte[20];

    public Output(WritableByteChannel channel) {
        this.channel = channel;
    }

    public Output put(int octet) {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) octet);
        return this;
    }

    /** Puts characters of ASCII. */
    public Output ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /** Puts the buffer's bytes from position to limit, and moves its position there. */
    public Output put(ByteBuffer bytes) {
        if (bytes.remaining() > buffer.remaining()) {
            flush();
        }
        if (bytes.remaining() > buffer.remaining()) {
            write(bytes);
        } else {
            buffer.put(bytes);
        }
        return this;
    }

    /** Puts a number of 0 or more. */
    public Output decimal(long number) {
        int at = decimal.length;
        long rest = number;
        do {
            decimal[--at] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        } while (rest > 0);
        if (decimal.length > buffer.remaining()) {
            flush();
        }
        buffer.put(decimal, at, decimal.length - at);
        return this;
    }

    /** Puts a byte as two digits in lower case. */
    public Output hex(int octet) {
        return put(DIGITS[octet >> 4 & 15]).put(DIGITS[octet & 15]);
    }

    /** Puts a line of text as UTF-8 and flushes. */
    public void line(String text) {
        put(StandardCharsets.UTF_8.encode(text)).put('\n').flush();
    }

    public void flush() {
        buffer.flip();
        write(buffer);
        buffer.clear();
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            buffer.clear();
            throw new OutputException(e);
        }
    }
}
