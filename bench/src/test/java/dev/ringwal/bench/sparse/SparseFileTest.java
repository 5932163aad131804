package dev.ringwal.bench.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseFileTest {

    private static final int PAGE = 4096;

    private final List<String> written = new ArrayList<>();
    private final SparseFile file = new SparseFile(new StorageFile() {

        private long length;

        @Override
        public void write(ByteBuffer source, long offset) {
            written.add(source.remaining() + " at " + offset);
            length = Math.max(length, offset + source.remaining());
            source.position(source.limit());
        }

        @Override
        public int read(ByteBuffer target, long offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sync() {
        }

        @Override
        public void shorten(long to) {
            written.add("cut to " + to);
            length = to;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void renamed(String name) {
        }

        @Override
        public void close() {
        }
    });

    private static ByteBuffer bytes(int count, int... notZero) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count);
        for (int place : notZero) {
            bytes.put(place, (byte) 1);
        }
        return bytes;
    }

    @Test
    void zerosAreNotWrittenButLengthenTheFile() throws IOException {
        file.write(bytes(3 * PAGE), 0);

        assertEquals(List.of(), written);
        assertEquals(3 * PAGE, file.length());
    }

    @Test
    void pagesOfTheFileThatHoldSomethingAreWritten() throws IOException {
        ByteBuffer source = bytes(6 * PAGE, 0, PAGE - 8, 4 * PAGE);
        file.write(source, 8);

        assertEquals(List.of(PAGE - 8 + PAGE + " at 8", PAGE + " at " + 4 * PAGE), written);
        assertFalse(source.hasRemaining());
        assertEquals(8 + 6 * PAGE, file.length());
    }

    @Test
    void partsOfABufferAreWrittenFromWhereTheyStand() throws IOException {
        ByteBuffer source = bytes(3 * PAGE, 10, PAGE + 10, 2 * PAGE + 10);
        source.limit(PAGE + 20).position(PAGE);
        file.write(source, 5 * PAGE);

        assertEquals(List.of("20 at " + 5 * PAGE), written);
        assertEquals(PAGE + 20, source.limit());
        assertFalse(source.hasRemaining());
    }

    @Test
    void isCutWhereSomethingStandsBehind() throws IOException {
        file.write(bytes(PAGE, 0), 0);
        file.write(bytes(5 * PAGE), PAGE);
        file.shorten(2 * PAGE);
        assertEquals(List.of(PAGE + " at 0"), written);
        assertEquals(2 * PAGE, file.length());

        file.shorten(100);
        assertEquals(List.of(PAGE + " at 0", "cut to 100"), written);
    }
}
