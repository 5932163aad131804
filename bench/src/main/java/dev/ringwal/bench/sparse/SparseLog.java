package dev.ringwal.bench.sparse;

import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.RecordHead;
import dev.ringwal.log.local.LocalLog;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.storage.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log of many segments of which nearly all is one large record of zeros after the other, and leaves it closed. In front of
 * each of those stands a frame of small records, as long as frames are under load; so a segment holds 32 such frames, from its
 * beginning to its end.
 */
public final class SparseLog {

    /** As many as make a frame of 8 KiB. */
    private static final int SMALL_RECORDS = 79;
    private static final int SMALL_BYTES = 100;
    private static final int HOLES = 32;
    private static final int LEAST_SEGMENT_BYTES = 1024 * 1024;

    /** After so many records it begins again. */
    private static final int CYCLE = SMALL_RECORDS + 1;

    private static final class Reports implements LogStore.Listener {

        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        @Override
        public void written(long lastSequence, long mark) {
        }

        @Override
        public void durable(long lastSequence, long mark) {
        }

        @Override
        public void released(Group group) {
        }

        @Override
        public void trimmed(long firstSequence) {
        }

        @Override
        public void notTrimmed(Exception cause) {
        }

        @Override
        public void failed(Throwable cause) {
            failure.compareAndSet(null, cause);
        }

        void check() throws IOException {
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IOException("the log could not be written", cause);
            }
        }
    }

    private SparseLog() {
    }

    /** Whether the record is one of the small ones, which say their sequence in their first 8 bytes. The others are the zeros. */
    public static boolean isSmall(long sequence) {
        return sequence % CYCLE < SMALL_RECORDS;
    }

    /**
     * Makes it. The first segments are smaller, as they always are, and the last one is not full.
     *
     * @param segments how many files it has in the end; it may be one more
     * @return how many records
     */
    public static long make(Path directory, int segments, long segmentBytes) throws IOException {
        if (segmentBytes < LEAST_SEGMENT_BYTES) {
            throw new IllegalArgumentException("segmentBytes " + segmentBytes + " is below " + LEAST_SEGMENT_BYTES);
        }
        SparseStorage storage = new SparseStorage(LocalStorage.create(directory));
        LocalSettings settings = new LocalSettings(segmentBytes, SparseLog::now, Thread::new);
        // All, with the small records' frames, header, start, index and footer, just fit.
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.toIntExact(segmentBytes / HOLES) - 2 * Group.FRAME_BYTES);
        Group group = new Group(Math.toIntExact(Group.bytesFor(CYCLE, zeros.capacity() + (long) CYCLE * SMALL_BYTES)) + SMALL_BYTES);
        Reports reports = new Reports();
        LogStore store = LocalLog.open(storage, settings);
        store.start(reports);
        try {
            // The file behind the last one is named when that is half full; closing takes it away again.
            while (storage.segments() <= segments) {
                fill(group, store.writtenSequence() + 1, zeros);
                store.take(group);
                reports.check();
            }
        } finally {
            store.finish();
        }
        reports.check();
        return store.writtenSequence() + 1;
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    private static void fill(Group group, long firstSequence, ByteBuffer zeros) {
        ByteBuffer small = ByteBuffer.allocate(SMALL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        group.clear();
        for (int i = 0; i < SMALL_RECORDS; i++) {
            small.putLong(0, firstSequence + i);
            group.add(small.array(), 0, SMALL_BYTES);
        }
        group.add(zeros, 0, zeros.capacity(), RecordHead.DEFAULT_TOPIC);
        group.complete();
    }
}
