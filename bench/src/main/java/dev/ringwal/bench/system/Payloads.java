package dev.ringwal.bench.system;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What the producers append: for each a round of random payloads, so that nothing compresses, which begin with the producer and the
 * place in the round, so that a reader knows which must come next.
 */
public final class Payloads {

    /** A round's length, unless records are large. Prime, so that a lost or doubled group of any usual size shows. */
    static final int MOST_IN_ROUND = 1021;
    private static final int LARGE_ROUND = 127;
    private static final int LARGE_BYTES = 8 * 1024;
    private static final int HUGE_ROUND = 7;
    private static final int HUGE_BYTES = 128 * 1024;

    /** What producer and place take. */
    public static final int MIN_BYTES = 1 + Short.BYTES;

    private final byte[][][] rounds;

    public Payloads(int producers, int payloadBytes) {
        rounds = new byte[producers][round(payloadBytes)][payloadBytes];
        SplittableRandom random = new SplittableRandom(42);
        for (int producer = 0; producer < producers; producer++) {
            for (int place = 0; place < rounds[producer].length; place++) {
                random.nextBytes(rounds[producer][place]);
                ByteBuffer.wrap(rounds[producer][place]).put((byte) producer).putShort((short) place);
            }
        }
    }

    private static int round(int payloadBytes) {
        return payloadBytes < LARGE_BYTES ? MOST_IN_ROUND : payloadBytes < HUGE_BYTES ? LARGE_ROUND : HUGE_ROUND;
    }

    /** A producer's payloads, to be appended round after round. */
    public byte[][] of(int producer) {
        return rounds[producer];
    }

    /** The place in the round, read as it was written whatever the buffer's byte order is. */
    static int placeOf(ByteBuffer payload) {
        int at = payload.position() + 1;
        return (payload.get(at) & 0xFF) << Byte.SIZE | payload.get(at + 1) & 0xFF;
    }

    int producers() {
        return rounds.length;
    }

    /** Whose payload this is. */
    public static int producerOf(byte[] payload) {
        return payload[0];
    }
}
