package dev.ringwal.soak;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a record follow from its id, which stands in front: whoever reads one knows what it must be. Half of them are mostly
 * zeros, as is a file before anything is written to it.
 */
final class Records {

    /** The shortest record. */
    static final int ID_BYTES = Long.BYTES;

    private Records() {
    }

    static byte[] bytes(long id, int length) {
        byte[] bytes = new byte[length];
        ByteBuffer record = ByteBuffer.wrap(bytes).putLong(id);
        if (id % 2 == 0) {
            long state = id;
            while (record.hasRemaining()) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                if (record.remaining() < Long.BYTES) {
                    record.put((byte) (state >>> 56));
                } else {
                    record.putLong(state);
                }
            }
        }
        return bytes;
    }

    static long idOf(byte[] record) {
        if (record.length < ID_BYTES) {
            throw new AssertionError("a record of " + record.length + " bytes was never appended");
        }
        return ByteBuffer.wrap(record).getLong();
    }

    static void check(byte[] record, long id, int length) {
        if (!Arrays.equals(record, bytes(id, length))) {
            throw new AssertionError("record " + id + " of " + length + " bytes is not what was appended: it has " + record.length);
        }
    }
}
