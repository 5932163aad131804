package dev.ringwal.log.segment;

import dev.ringwal.log.format.SparseIndex;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of sealed segments that a log's readers looked into last, so that most seeks need not read one: as many as are bounded
 * in bytes, however many segments the log has, and given up when memory is short. Any thread; two may read the same index at once.
 */
public final class IndexCache {

    /** The indexes of 10 GB of log, or more: an entry is due each {@link SparseIndex#STRIDE_BYTES}. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private record Kept(SoftReference<SparseIndex> index, long bytes) {
    }

    private static final float LOAD = 0.75f;

    /** Of an index without entries. */
    private static final int LEAST_BYTES = 256;

    private final long mostBytes;
    /** By the segment's salt, which is of no other. The one that was used last comes last. */
    private final Map<Long, Kept> kept = new LinkedHashMap<>(16, LOAD, true);
    private long bytes;

    public IndexCache() {
        this(MOST_BYTES);
    }

    IndexCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** The segment's index: what is kept, or else read, through a scanner of its file. */
    SparseIndex of(Segment segment, FrameScanner scanner) throws IOException {
        SparseIndex known = known(segment.salt());
        if (known != null) {
            return known;
        }
        SparseIndex read = segment.readIndex(scanner);
        keep(segment.salt(), read);
        return read;
    }

    private synchronized @Nullable SparseIndex known(long salt) {
        Kept found = kept.get(salt);
        return found == null ? null : found.index.get();
    }

    private synchronized void keep(long salt, SparseIndex index) {
        Kept added = new Kept(new SoftReference<>(index), LEAST_BYTES + (long) index.size() * SparseIndex.ENTRY_BYTES);
        Kept before = kept.put(salt, added);
        bytes += added.bytes - (before == null ? 0 : before.bytes);
        for (Iterator<Kept> oldest = kept.values().iterator(); bytes > mostBytes;) {
            bytes -= oldest.next().bytes;
            oldest.remove();
        }
    }

    /** What is kept takes so much at most. */
    synchronized long bytes() {
        return bytes;
    }
}
