package dev.ringwal.log.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A file through one channel: positional reads and writes, so that nobody shares a cursor. Not opened for appending, which would
 * ignore the place given to a write.
 */
final class LocalFile implements StorageFile {

    private final FileChannel channel;

    /** For messages. */
    private volatile Path path;

    LocalFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        assert source.isDirect() : "a heap buffer costs a hidden copy";
        long place = offset;
        try {
            while (source.hasRemaining()) {
                place += writeSome(source, place);
            }
        } catch (IOException e) {
            IOException known = OutOfSpace.orSame(e, path, source.remaining());
            throw known == e ? explained("write", e) : known;
        }
    }

    /** The system may take less than it is given, at most 2 GiB and what fits before a limit, but never nothing. */
    private int writeSome(ByteBuffer source, long offset) throws IOException {
        int written = channel.write(source, offset);
        if (written <= 0) {
            throw new IOException(path + ": nothing was written at " + offset);
        }
        return written;
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        int start = target.position();
        try {
            while (target.hasRemaining()) {
                if (channel.read(target, offset + target.position() - start) < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw explained("read", e);
        }
        return target.position() - start;
    }

    /** fdatasync: the length is covered, since data behind the old one could not be read without it; times are not. */
    @Override
    public void sync() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw explained("sync", e);
        }
    }

    /** The JDK says neither what failed nor where. That a channel was closed says its type, which readers look at. */
    private IOException explained(String what, IOException failure) {
        if (failure instanceof ClosedChannelException) {
            return failure;
        }
        IOException explained = new FileSystemException(path.toString(), null, "cannot " + what + ": " + failure.getMessage());
        explained.initCause(failure);
        return explained;
    }

    @Override
    public void shorten(long length) throws IOException {
        if (length > channel.size()) {
            throw new EOFException(path + ": cannot be cut to " + length + ", it has " + channel.size());
        }
        channel.truncate(length);
    }

    @Override
    public void renamed(String name) {
        path = path.resolveSibling(name);
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
