package dev.ringwal.bench.sparse;

import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that leaves pages of zeros unwritten. For files that were new and empty, in which nothing that was written is written over:
 * what is not written then reads as zeros. One thread writes at a time.
 */
final class SparseFile implements StorageFile {

    private static final int PAGE_BYTES = 4096;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PAGE_BYTES).asReadOnlyBuffer();

    private final StorageFile file;
    /** As if all had been written. The file has that length too once a page at its end was. */
    private volatile long length;

    SparseFile(StorageFile file) {
        this.file = file;
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        int begin = source.position();
        int end = source.limit();
        int written = begin;
        for (int at = begin; at < end;) {
            int next = Math.min(end, at + PAGE_BYTES - (int) ((offset + at - begin) % PAGE_BYTES));
            if (isZero(source, at, next)) {
                write(source, written, at, offset + written - begin);
                written = next;
            }
            at = next;
        }
        write(source, written, end, offset + written - begin);
        source.limit(end).position(end);
        length = Math.max(length, offset + end - begin);
    }

    private static boolean isZero(ByteBuffer source, int from, int to) {
        return source.slice(from, to - from).mismatch(ZEROS.slice(0, to - from)) < 0;
    }

    private void write(ByteBuffer source, int from, int to, long offset) throws IOException {
        if (from < to) {
            file.write(source.limit(to).position(from), offset);
            source.limit(source.capacity());
        }
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        return file.read(target, offset);
    }

    @Override
    public void sync() throws IOException {
        file.sync();
    }

    @Override
    public void shorten(long to) throws IOException {
        if (to < file.length()) {
            file.shorten(to);
        }
        length = to;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void renamed(String name) {
        file.renamed(name);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
