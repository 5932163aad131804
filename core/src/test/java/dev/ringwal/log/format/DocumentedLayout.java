package dev.ringwal.log.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Ringwal's bytes written and read from their documentation alone. Shares no code and no constant with what it checks, so that
 * writer and reader cannot agree on a mistake.
 */
public final class DocumentedLayout {

    /** Every field of a frame in front of its body but the checksums. */
    public record Frame(int version, int kind, int flags, int transform, long firstSequence, int records, long timeNanos,
            long attestedSegment, long attestedSalt, long attestedOffset, int reserved, byte[] body) {

        /** The whole frame, valid at this place only. */
        public byte[] at(long salt, long offset) {
            int padded = (body.length + 7) / 8 * 8;
            ByteBuffer frame = ByteBuffer.allocate(64 + padded).order(ByteOrder.LITTLE_ENDIAN);
            frame.putInt(body.length).put((byte) version).put((byte) kind).put((byte) flags).put((byte) transform);
            frame.putLong(firstSequence).putInt(records);
            frame.putInt(seededCrc(salt, offset, Arrays.copyOf(body, padded), 0, padded));
            frame.putLong(timeNanos).putLong(attestedSegment).putLong(attestedSalt).putLong(attestedOffset).putInt(reserved);
            frame.putInt(seededCrc(salt, offset, frame.array(), 0, 60));
            return frame.put(body).array();
        }

        public static Frame data(long firstSequence, long timeNanos, Place attested, int flags, byte[]... payloads) {
            return new Frame(1, 1, flags, 0, firstSequence, payloads.length, timeNanos, attested.segment(), attested.salt(),
                    attested.offset(), 0, DocumentedLayout.records(payloads));
        }

        /** Goes on from the first segment, or none. */
        public static Frame start(long reason, Place before, long lastSequence, long startBytes, long copied, long timeNanos,
                Place attested) {
            byte[] body = longs(reason, before.segment(), before.salt(), before.offset(), lastSequence, -1, startBytes, copied);
            return new Frame(1, 2, 0, 0, lastSequence + 1, 0, timeNanos, attested.segment(), attested.salt(),
                    attested.offset(), 0, body);
        }

        /** @param entries sequence, time, offset of each */
        public static Frame index(long nextSequence, long timeNanos, Place attested, long... entries) {
            return new Frame(1, 3, 0, 0, nextSequence, entries.length / 3, timeNanos, attested.segment(), attested.salt(),
                    attested.offset(), 0, longs(entries));
        }

        public static Frame footer(long firstSequence, long lastSequence, long records, long payloadBytes, long firstNanos,
                long lastNanos, long indexOffset, Place attested) {
            byte[] fields = longs(firstSequence, lastSequence, records, payloadBytes, firstNanos, lastNanos, indexOffset);
            return new Frame(1, 4, 0, 0, lastSequence + 1, 0, lastNanos, attested.segment(), attested.salt(),
                    attested.offset(), 0, Arrays.copyOf(fields, 4032));
        }
    }

    /** A valid frame as it stands in a file. */
    public record Seen(long offset, long end, int kind, boolean more, long firstSequence, long lastSequence, Place attested,
            List<byte[]> payloads) {
    }

    private DocumentedLayout() {
    }

    public static byte[] segmentHeader(int version, long logIdHigh, long logIdLow, long number, long salt, long createdNanos,
            long usedBytes) {
        ByteBuffer page = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        page.put(ascii("RINGWALS")).putInt(version).putInt(0);
        page.putLong(logIdHigh).putLong(logIdLow).putLong(number).putLong(salt).putLong(createdNanos).putLong(usedBytes);
        return page.putInt(4092, crc(page.array(), 0, 4092)).array();
    }

    /** One slot of the state page. */
    public static byte[] stateSlot(int version, int flags, long counter, long logIdHigh, long logIdLow, long durableSequence,
            Place attested, long firstSegment, long pid, long cutSegment, long cutSequence) {
        ByteBuffer slot = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
        slot.put(ascii("RINGWALT")).putInt(version).putInt(flags).putLong(counter).putLong(logIdHigh).putLong(logIdLow);
        slot.putLong(durableSequence).putLong(attested.segment()).putLong(attested.salt()).putLong(attested.offset());
        slot.putLong(firstSegment).putLong(pid).putLong(cutSegment).putLong(cutSequence).putInt(0);
        return slot.putInt(108, crc(slot.array(), 0, 108)).array();
    }

    public static byte[] statePage(byte[] even, byte[] odd) {
        return ByteBuffer.allocate(4096).put(0, even).put(2048, odd).array();
    }

    /** The attested position that the page's newest slot says. */
    public static Place stated(byte[] page) {
        ByteBuffer bytes = little(page);
        int newest = -1;
        for (int slot = 0; slot <= 2048; slot += 2048) {
            boolean valid = bytes.getInt(slot + 108) == crc(page, slot, 108) && bytes.getLong(slot) != 0;
            newest = valid && (newest < 0 || bytes.getLong(slot + 16) > bytes.getLong(newest + 16)) ? slot : newest;
        }
        return newest < 0 ? Place.NONE
                : new Place(bytes.getLong(newest + 48), bytes.getLong(newest + 56), bytes.getLong(newest + 64));
    }

    public static long saltOf(byte[] segment) {
        return little(segment).getLong(40);
    }

    /** The frames of a segment one after the other, to the first that is not valid. */
    public static List<Seen> frames(byte[] segment) {
        List<Seen> frames = new ArrayList<>();
        long salt = saltOf(segment);
        int at = 4096;
        while (isValid(segment, salt, at)) {
            Seen seen = seen(segment, at);
            frames.add(seen);
            at = (int) (seen.kind == 3 ? (seen.end + 4095) / 4096 * 4096 : seen.end);
        }
        return frames;
    }

    private static boolean isValid(byte[] segment, long salt, int at) {
        if (at + 64 > segment.length) {
            return false;
        }
        ByteBuffer bytes = little(segment);
        int length = bytes.getInt(at);
        long end = at + 64L + (length + 7L) / 8 * 8;
        return length >= 0 && end <= segment.length && bytes.get(at + 4) == 1
                && bytes.getInt(at + 60) == seededCrc(salt, at, segment, at, 60)
                && bytes.getInt(at + 20) == seededCrc(salt, at, segment, at + 64, (int) end - at - 64);
    }

    private static Seen seen(byte[] segment, int at) {
        ByteBuffer bytes = little(segment);
        int kind = bytes.get(at + 5);
        int records = kind == 1 ? bytes.getInt(at + 16) : 0;
        long first = bytes.getLong(at + 8);
        Place attested = new Place(bytes.getLong(at + 32), bytes.getLong(at + 40), bytes.getLong(at + 48));
        List<byte[]> payloads = new ArrayList<>();
        bytes.position(at + 64);
        for (int i = 0; i < records; i++) {
            int head = bytes.getInt();
            if (head < 0) {
                bytes.getInt(); // its topic
            }
            byte[] payload = new byte[head & 0x3FFF_FFFF];
            bytes.get(payload);
            payloads.add(payload);
        }
        return new Seen(at, at + 64 + (bytes.getInt(at) + 7) / 8 * 8, kind, (bytes.get(at + 6) & 1) != 0, first,
                first + records - 1, attested, payloads);
    }

    /** A body of records. */
    public static byte[] records(byte[]... payloads) {
        int bytes = 0;
        for (byte[] payload : payloads) {
            bytes += 4 + payload.length;
        }
        ByteBuffer body = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] payload : payloads) {
            body.putInt(payload.length).put(payload);
        }
        return body.array();
    }

    public static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static int seededCrc(long salt, long offset, byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(longs(salt, offset));
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
