package dev.ringwal.bench.baseline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The plainest records there are: a length (4 bytes), for the checked kind a CRC32C of the payload (4 bytes), the payload. One
 * thread at a time.
 */
final class RawRecords {

    private static final int READ_BYTES = 1 << 20;
    private static final int MOST_PAYLOAD_BYTES = 16 << 20;

    private final boolean checked;
    private final int headerBytes;
    private final CRC32C crc = new CRC32C();

    private RawRecords(boolean checked) {
        this.checked = checked;
        headerBytes = checked ? 2 * Integer.BYTES : Integer.BYTES;
    }

    static RawRecords plain() {
        return new RawRecords(false);
    }

    static RawRecords checked() {
        return new RawRecords(true);
    }

    int bytes(int records, int payloadBytes) {
        return records * (headerBytes + payloadBytes);
    }

    /** A direct buffer that holds so many records. */
    ByteBuffer bufferFor(int records, int payloadBytes) {
        return ByteBuffer.allocateDirect(bytes(records, payloadBytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    void put(ByteBuffer buffer, byte[] payload) {
        buffer.putInt(payload.length);
        if (checked) {
            crc.reset();
            crc.update(payload, 0, payload.length);
            buffer.putInt((int) crc.getValue());
        }
        buffer.put(payload);
    }

    /** Reads the records from the file's front to the end that is given, a MiB at a time, or more where a record is larger. */
    long read(ZeroFilled file, long end, Consumer<ByteBuffer> payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long records = 0;
        long offset = 0;
        while (offset < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - offset));
            file.read(buffer, offset);
            buffer.flip();
            long parsed = parse(buffer, payload);
            if (parsed == 0) {
                buffer = ByteBuffer.allocateDirect(2 * buffer.capacity()).order(ByteOrder.LITTLE_ENDIAN);
            }
            records += parsed;
            offset += buffer.position();
        }
        return records;
    }

    /** Leaves the position at the first record that is not whole. */
    private long parse(ByteBuffer buffer, Consumer<ByteBuffer> payload) {
        int filled = buffer.limit();
        int at = 0;
        long records = 0;
        while (at + headerBytes <= filled) {
            int length = buffer.getInt(at);
            if (length <= 0 || length > MOST_PAYLOAD_BYTES) {
                throw new IllegalStateException("a record of " + length + " bytes");
            }
            int next = at + headerBytes + length;
            if (next > filled) {
                break;
            }
            buffer.limit(next).position(at + headerBytes);
            verify(buffer, at);
            payload.accept(buffer);
            buffer.limit(filled);
            at = next;
            records++;
        }
        buffer.position(at);
        return records;
    }

    private void verify(ByteBuffer buffer, int at) {
        if (!checked) {
            return;
        }
        int payload = buffer.position();
        crc.reset();
        crc.update(buffer);
        buffer.position(payload);
        if ((int) crc.getValue() != buffer.getInt(at + Integer.BYTES)) {
            throw new IllegalStateException("a checksum does not match");
        }
    }
}
