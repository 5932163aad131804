package dev.ringwal.log.segment;

import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.SparseIndex;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;

/**
 * Makes segment files: header and zeros under a temporary name, synced, then linked to their name, so that a file with a segment's
 * name always has a valid header. Zeros are written ahead, where they are, because overwriting blocks that are there and written makes
 * small syncs several times cheaper than growing the file. A spare, the file of a trimmed segment, has such blocks already.
 */
public final class SegmentFactory {

    private final Storage storage;
    private final Spares spares;
    private final long logIdHigh;
    private final long logIdLow;
    private final LongSupplier salts;
    private final LongSupplier wallClockNanos;
    /** Of the segment that is being written, one after another: a log that rolls allocates no new one. */
    private final SparseIndex index = new SparseIndex();

    /**
     * A factory for one log.
     *
     * @param spares what it makes segments of, before it makes new files
     * @param salts  random numbers
     */
    public SegmentFactory(Storage storage, Spares spares, long logIdHigh, long logIdLow, LongSupplier salts,
            LongSupplier wallClockNanos) {
        this.storage = storage;
        this.spares = spares;
        this.logIdHigh = logIdHigh;
        this.logIdLow = logIdLow;
        this.salts = salts;
        this.wallClockNanos = wallClockNanos;
    }

    public Spares spares() {
        return spares;
    }

    /**
     * A file under a temporary name. Not durable, and nobody knows of it, until it is published.
     *
     * @param limitBytes what the segment should hold at most, header and footer included
     * @throws dev.ringwal.log.storage.NoSpaceException when there is no room; nothing is left behind
     */
    public SegmentWriter create(long number, long limitBytes) throws IOException {
        Spares.Spare spare = spares.take();
        if (spare != null) {
            return begin(spare.file(), spare.name(), number, limitBytes);
        }
        String name = SegmentName.temporary(number);
        storage.delete(name);
        return begin(storage.create(name), name, number, limitBytes);
    }

    private SegmentWriter begin(StorageFile file, String name, long number, long limitBytes) throws IOException {
        try {
            if (file.length() > limitBytes) {
                file.shorten(limitBytes);
            }
            long used = file.length();
            SegmentHeader header = new SegmentHeader(SegmentHeader.VERSION, logIdHigh, logIdLow, number, salts.getAsLong(),
                    wallClockNanos.getAsLong(), used);
            ByteBuffer page = ByteBuffer.allocateDirect(SegmentHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            header.encode(page);
            file.write(page, 0);
            return new SegmentWriter(file, name, header, limitBytes, index);
        } catch (IOException | RuntimeException | Error e) {
            discard(file, name);
            throw e;
        }
    }

    /** {@link #name} and {@link #settle}. */
    public void publish(SegmentWriter writer) throws IOException {
        name(writer);
        settle(writer);
    }

    /**
     * Makes the file durable and gives it its name, which is not yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the name is taken; the file is then closed and deleted, as after every failure
     */
    public void name(SegmentWriter writer) throws IOException {
        String temporary = writer.temporaryName();
        try {
            writer.takeSome();
            writer.syncUnlessSynced();
            storage.link(temporary, SegmentName.of(writer.number()));
            writer.file().renamed(SegmentName.of(writer.number()));
        } catch (IOException | RuntimeException | Error e) {
            discard(writer.file(), temporary);
            throw e;
        }
    }

    /**
     * Makes the name durable. The temporary one goes without a sync of the directory: if it stays, or a crash brings it back, opening
     * deletes it. What fails here is final, as a directory that was not synced is; the file is closed.
     */
    public void settle(SegmentWriter writer) throws IOException {
        try {
            storage.syncDirectory();
            deleteIfPossible(writer.temporaryName());
        } catch (IOException | RuntimeException | Error e) {
            // It has its name already: opening removes it.
            writer.close();
            throw e;
        }
    }

    private void deleteIfPossible(String name) {
        try {
            storage.delete(name);
        } catch (IOException stays) {
            // With two names the file becomes no spare.
        }
    }

    /**
     * Takes space for the start, then publishes.
     *
     * @param controlBytes of the control state in front of the footer
     * @throws dev.ringwal.log.storage.NoSpaceException when there is none; the file is deleted
     */
    public void reserveAndPublish(SegmentWriter writer, long startBytes, long controlBytes) throws IOException {
        try {
            writer.reserve(startBytes, controlBytes);
        } catch (IOException | RuntimeException | Error e) {
            discard(writer);
            throw e;
        }
        publish(writer);
    }

    /** Deletes a published file that was never written to. No sync: should it stay, or a crash bring it back, opening deletes it. */
    public void withdraw(SegmentWriter unused) throws IOException {
        unused.close();
        storage.delete(SegmentName.of(unused.number()));
    }

    /** Deletes a file that was not published. */
    public void discard(SegmentWriter unpublished) throws IOException {
        discard(unpublished.file(), unpublished.temporaryName());
    }

    private void discard(StorageFile file, String name) throws IOException {
        file.close();
        storage.delete(name);
    }
}
