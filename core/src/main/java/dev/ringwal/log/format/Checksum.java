package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * CRC32C over a region of a buffer, seeded with a segment's salt and an offset in it, so that the same bytes in another file, at
 * another place or of an earlier use of the file never verify. One thread at a time.
 */
public final class Checksum {

    private static final int SEED_BYTES = 16;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer seed = ByteBuffer.allocate(SEED_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Of {@code length} bytes from {@code index}; the buffer's position and limit are as before. */
    public int seeded(long salt, long offset, ByteBuffer buffer, int index, int length) {
        crc.reset();
        seed.putLong(0, salt).putLong(8, offset);
        crc.update(seed.array(), 0, SEED_BYTES);
        return finish(buffer, index, length);
    }

    /** The same without salt and offset, for what has a fixed place in a file of its own. */
    public int plain(ByteBuffer buffer, int index, int length) {
        crc.reset();
        return finish(buffer, index, length);
    }

    private int finish(ByteBuffer buffer, int index, int length) {
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.limit(index + length).position(index);
        crc.update(buffer);
        buffer.limit(limit).position(position);
        return (int) crc.getValue();
    }
}
