package dev.ringwal.fuzz;

import dev.ringwal.log.format.FrameHeader;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes files that verify of bytes that would not: the segments of one log, ascending. */
final class Forge {

    static final long SALT = 0x5EED;
    static final long LOG_ID = 7;

    private static final int MOST_BYTES = 256 * 1024;

    /** Of the segment that was made last: the next one repeats it. */
    private long lastSequence = -1;

    /** A segment with a header and a start that verify, and behind them frames: each is given checksums, or not, as the input says. */
    byte[] segment(long number, long salt, Input input) {
        ByteBuffer file = ByteBuffer.allocate(MOST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new SegmentHeader(SegmentHeader.VERSION, LOG_ID, LOG_ID, number, salt, 1, 0).encode(file);
        int at = SegmentHeader.BYTES;
        int how = input.oneByte();
        if (how % 8 != 0) {
            Place before = number == 0 ? Place.NONE : new Place(number - 1, SALT + number - 1, SegmentHeader.BYTES + input.twoBytes());
            StartBody.Reason reason = StartBody.Reason.values()[how % StartBody.Reason.values().length];
            long last = number == 0 ? -1 : Math.max(lastSequence, input.twoBytes());
            new StartBody(reason, before, last, lastSequence, StartBody.FRAME_BYTES + (how > 200 ? input.twoBytes() : 0),
                    how > 200 ? input.oneByte() : 0).encodeFrame(file, at, salt, 1, before);
            lastSequence = last;
            at += StartBody.FRAME_BYTES;
        }
        while (!input.isEmpty() && at < MOST_BYTES - 2 * FrameHeader.BYTES) {
            at = frame(file, at, salt, number, input);
        }
        byte[] bytes = new byte[at];
        file.get(0, bytes);
        return bytes;
    }

    /** Returns where the next one goes. */
    private static int frame(ByteBuffer file, int at, long salt, long number, Input input) {
        int how = input.oneByte();
        int body = Math.min(input.twoBytes() % 2048, file.capacity() - at - 2 * FrameHeader.BYTES);
        file.put(at, input.take(FrameHeader.BYTES));
        byte[] content = input.take(body);
        file.put(at + FrameHeader.BYTES, content);
        if (how % 4 != 0) {
            describe(file, at, how, body);
            Place attested = new Place(number, salt, input.twoBytes());
            FrameHeader.move(file, at, salt, at, attested);
        }
        return at + FrameHeader.frameBytes(body);
    }

    /** Fields that are believed only when they are right: mostly they are. */
    private static void describe(ByteBuffer file, int at, int how, int body) {
        file.putInt(at, body);
        file.put(at + 4, (byte) FrameHeader.VERSION);
        if (how % 4 > 1) {
            file.put(at + 5, (byte) (1 + how / 4 % 4));
            file.put(at + 6, (byte) (how / 16 % 2));
            file.put(at + 7, (byte) 0);
            file.putInt(at + 56, 0);
        }
    }
}
