package dev.ringwal.cli.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is journaled: the n-th order of a producer, as a line of JSON that anybody can write again who knows both numbers. For one
 * thread.
 */
final class Orders {

    private static final int MAX_BYTES = 160;
    private static final byte[] ID = ascii("{\"order\":\"");
    private static final byte[] SYMBOL = ascii("\",\"symbol\":\"");
    private static final byte[][] SYMBOLS = {
        ascii("ESZ6"), ascii("NQZ6"), ascii("CLF7"), ascii("GCG7"), ascii("ZNZ6"), ascii("6EZ6"), ascii("ZCH7"), ascii("BTCZ6")
    };
    private static final byte[] BUY = ascii("\",\"side\":\"buy\",\"quantity\":");
    private static final byte[] SELL = ascii("\",\"side\":\"sell\",\"quantity\":");
    private static final byte[] PRICE = ascii(",\"price\":");

    private final byte[] bytes = new byte[MAX_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

    /** The order's bytes, position to limit, until the next call. */
    ByteBuffer order(int producer, long number) {
        long random = mix(((long) producer << 48) + number);
        buffer.clear();
        buffer.put(ID);
        decimal(producer);
        buffer.put((byte) '-');
        decimal(number);
        buffer.put(SYMBOL).put(SYMBOLS[(int) random & 7]).put((random & 8) == 0 ? BUY : SELL);
        decimal(1 + (random >>> 4 & 1023));
        buffer.put(PRICE);
        decimal(20 + (random >>> 14 & 8191));
        buffer.put((byte) '.').put((byte) ('0' + (random >>> 27 & 7))).put((byte) '5').put((byte) '}');
        return buffer.flip();
    }

    private void decimal(long number) {
        int digits = 1;
        for (long rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        int end = buffer.position() + digits;
        long rest = number;
        for (int at = end - 1; at >= end - digits; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        buffer.position(end);
    }

    /** The finishing step of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
