package dev.ringwal.bench.system;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What the producers append: for each a round of random payloads, so that nothing compresses, which begin with the producer and the
 * place in the round, so that a reader knows which must come next.
 */
public final class Payloads {

    /** Prime, so that a lost or doubled group of any usual size shows. */
    public static final int ROUND = 1021;

    /** What producer and place take. */
    public static final int MIN_BYTES = 1 + Short.BYTES;

    private final byte[][][] rounds;

    public Payloads(int producers, int payloadBytes) {
        rounds = new byte[producers][ROUND][payloadBytes];
        SplittableRandom random = new SplittableRandom(42);
        for (int producer = 0; producer < producers; producer++) {
            for (int place = 0; place < ROUND; place++) {
                random.nextBytes(rounds[producer][place]);
                ByteBuffer.wrap(rounds[producer][place]).put((byte) producer).putShort((short) place);
            }
        }
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
    static int producerOf(byte[] payload) {
        return payload[0];
    }
}
