package dev.ringwal.log.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The page as a shared mapping. The file must have its full size, written and synced, before: a store to a page without a block on
 * disk could find the disk full, which the JVM reports as an {@link InternalError} at some later instruction. No descriptor is
 * kept; the mapping itself goes when it is collected, for the JDK has no way to unmap that is safe against late users.
 */
final class MappedStatePage implements StatePage {

    private final MappedByteBuffer page;

    private MappedStatePage(MappedByteBuffer page) {
        this.page = page;
        page.order(ByteOrder.LITTLE_ENDIAN);
    }

    static MappedStatePage map(Path path, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                throw new EOFException(path + ": has " + channel.size() + " bytes, not " + bytes);
            }
            return new MappedStatePage(channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
        }
    }

    @Override
    public ByteBuffer bytes() {
        return page;
    }

    @Override
    public void sync() throws IOException {
        try {
            page.force();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
    }
}
