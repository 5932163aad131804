package dev.ringwal.log.segment;

import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A part of a file in memory, moved along as it is read. After a jump it reads little, and twice as much each time it is moved on
 * from there, so that a point read costs one small read and a replay few large ones. One thread at a time.
 */
final class FileWindow {

    private static final int LEAST_BYTES = 10 * 1024;
    private static final int MOST_BYTES = 512 * 1024;

    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private ByteBuffer buffer;
    private long offset;
    private int length;
    private int ahead = LEAST_BYTES;
    private long loads;

    FileWindow() {
        buffer = allocate(LEAST_BYTES);
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What was read; changes when the window grows. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** How often it was read from the file: where this has changed, so may have what stands there. */
    long loads() {
        return loads;
    }

    /** Drops what was read, so that the next look goes to the file. */
    void forget() {
        length = 0;
    }

    /** The same, because reading goes on somewhere else. */
    void jump() {
        length = 0;
        ahead = LEAST_BYTES;
        if (buffer.capacity() > MOST_BYTES) {
            buffer = allocate(LEAST_BYTES); // a single large frame needs its memory no longer
        }
    }

    /** The buffer's index at which {@code bytes} bytes from the file's offset on stand, or -1 if the file ends before. */
    int at(StorageFile file, long from, int bytes) throws IOException {
        if (from < offset || from + bytes > offset + length) {
            load(file, from, bytes);
            if (bytes > length) {
                return -1;
            }
        }
        return (int) (from - offset);
    }

    private void load(StorageFile file, long from, int bytes) throws IOException {
        loads++;
        int wanted = Math.max(bytes, ahead);
        ahead = Math.min(ahead * 2, MOST_BYTES);
        length = 0;
        if (wanted > buffer.capacity()) {
            buffer = NONE; // there may not be memory for both
            buffer = allocate(wanted);
        }
        buffer.limit(wanted).position(0);
        length = file.read(buffer, from);
        offset = from;
        buffer.limit(length).position(0);
    }
}
