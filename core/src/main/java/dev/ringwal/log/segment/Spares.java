package dev.ringwal.log.segment;

import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files of trimmed segments, kept to become the next ones: their blocks are there, so nothing has to be written ahead, and often
 * they are still in the page cache. Each waits under the temporary name of its own number, so that opening deletes what a crash
 * leaves, and is overwritten only after the removal of its segment's name is durable. A convenience: whatever speaks against a file,
 * a new one does as well. Any thread.
 */
public final class Spares {

    /** A file that is the caller's, under its temporary name. */
    record Spare(String name, StorageFile file) {
    }

    private record Kept(String name, long bytes) {
    }

    /** The one that is prepared next, and one that a trim leaves meanwhile: what a log takes on the disk stays what it says. */
    private static final int MOST = 2;

    private static final Comparator<Kept> LONGEST_FIRST = Comparator.comparingLong(Kept::bytes).reversed();
    private static final long NONE = -1;

    private final Storage storage;
    private final long firstNumber;
    private final long mostBytes;
    /** The longest first, the oldest of those that are as long. */
    private final List<Kept> kept = new ArrayList<>(MOST);
    /** The segment whose file has a second name, and may have its own still. */
    private long held = NONE;
    /** No segment up to this number is written to, or cut, any more. */
    private long retired;

    /**
     * None at first.
     *
     * @param firstNumber segments from here on were made by this opening: all their blocks are there, as a full disk must show before
     *     records are written. A file from before, after a crash or from a copy, may have holes
     * @param mostBytes a file that has more is not kept
     */
    public Spares(Storage storage, long firstNumber, long mostBytes) {
        this.storage = storage;
        this.firstNumber = firstNumber;
        this.mostBytes = mostBytes;
        this.retired = firstNumber - 1;
    }

    /**
     * Nobody writes to the segment's file any more, nor to those before it, nor cuts them: until then a trimmed one is no spare. What is
     * left to be done for a full segment may still wait for its turn when the segment is trimmed.
     */
    public synchronized void retired(long number) {
        retired = number;
    }

    /**
     * Gives the file of a segment that is about to be deleted a second name, if it is wanted: a young log trims short files first, and
     * they are to make room for longer ones.
     *
     * @param bytes that the segment takes of its file
     * @return whether it has one, from an earlier call too, and {@link #keep} is to be called
     */
    public synchronized boolean hold(long number, long bytes) {
        if (held == number) {
            return true;
        }
        if (number < firstNumber || number > retired || bytes > mostBytes || isFull() && bytes <= kept.get(MOST - 1).bytes()) {
            return false;
        }
        try {
            storage.link(SegmentName.of(number), SegmentName.temporary(number));
            held = number;
            return true;
        } catch (IOException fullOrTaken) {
            return false;
        }
    }

    private boolean isFull() {
        return kept.size() == MOST;
    }

    /**
     * The segment's name is gone, durably. The file stays if nobody else, a backup of hard links say, has it under another name, it is
     * not too long, and there is a place for it: that of a shorter one, which goes.
     */
    public synchronized void keep(long number) {
        held = NONE;
        String name = SegmentName.temporary(number);
        long bytes = bytesIfOurs(name);
        if (bytes > mostBytes || isFull() && !dropShortest()) {
            delete(name);
            return;
        }
        kept.add(new Kept(name, bytes));
        kept.sort(LONGEST_FIRST);
    }

    private boolean dropShortest() {
        if (!delete(kept.get(MOST - 1).name())) {
            return false;
        }
        kept.remove(MOST - 1);
        return true;
    }

    /** More than any file may have where it is not, or nobody can tell. */
    private long bytesIfOurs(String name) {
        try {
            return isOurs(name) ? length(name) : Long.MAX_VALUE;
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    private boolean isOurs(String name) throws IOException {
        return storage.exists(name) && storage.names(name) == 1;
    }

    private long length(String name) throws IOException {
        try (StorageFile file = storage.openForReading(name)) {
            return file.length();
        }
    }

    /** The longest that can be had, or null without one. */
    synchronized @Nullable Spare take() {
        for (Iterator<Kept> all = kept.iterator(); all.hasNext();) {
            String name = all.next().name();
            try {
                Spare spare = isOurs(name) ? new Spare(name, storage.openForWriting(name)) : null;
                all.remove();
                if (spare != null) {
                    return spare;
                }
            } catch (IOException notNow) {
                // It is deleted at the end.
            }
        }
        return null;
    }

    /**
     * Deletes them. No sync: should a crash bring one back, or one not go, opening deletes it.
     *
     * @return whether there were any
     */
    public synchronized boolean discard() {
        boolean any = !kept.isEmpty();
        kept.forEach(each -> delete(each.name()));
        kept.clear();
        return any;
    }

    private boolean delete(String name) {
        try {
            storage.delete(name);
            return true;
        } catch (IOException notNow) {
            return false; // see above
        }
    }
}
