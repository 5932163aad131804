package dev.ringwal.log.segment;

import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

    private static final Comparator<Kept> BY_LENGTH = Comparator.comparingLong(Kept::bytes);

    private final Storage storage;
    private final long firstNumber;
    private final long mostBytes;
    private final List<Kept> kept = new ArrayList<>(MOST + 1);
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
     * @return whether it did, and {@link #keep} is to be called
     */
    public synchronized boolean hold(long number, long bytes) {
        if (number < firstNumber || number > retired || kept.size() == MOST && bytes <= shortest().bytes()) {
            return false;
        }
        try {
            storage.link(SegmentName.of(number), SegmentName.temporary(number));
            return true;
        } catch (IOException fullOrTaken) {
            return false;
        }
    }

    /** Its segment's name is gone, durably. It stays if nobody else, a backup of hard links say, has it under another name. */
    public synchronized void keep(long number) throws IOException {
        String name = SegmentName.temporary(number);
        long bytes = isOurs(name) ? length(name) : Long.MAX_VALUE;
        if (bytes > mostBytes) {
            storage.delete(name);
            return;
        }
        kept.add(new Kept(name, bytes));
        while (kept.size() > MOST) {
            Kept shortest = shortest();
            storage.delete(shortest.name());
            kept.remove(shortest);
        }
    }

    private Kept shortest() {
        return Collections.min(kept, BY_LENGTH);
    }

    private boolean isOurs(String name) throws IOException {
        return storage.exists(name) && storage.names(name) == 1;
    }

    private long length(String name) throws IOException {
        try (StorageFile file = storage.openForReading(name)) {
            return file.length();
        }
    }

    /** The longest, or null without one. */
    synchronized @Nullable Spare take() {
        while (!kept.isEmpty()) {
            Kept longest = Collections.max(kept, BY_LENGTH);
            kept.remove(longest);
            try {
                if (isOurs(longest.name())) {
                    return new Spare(longest.name(), storage.openForWriting(longest.name()));
                }
            } catch (IOException notNow) {
                kept.add(longest); // it is to be deleted at the end
                return null;
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

    private void delete(String name) {
        try {
            storage.delete(name);
        } catch (IOException notNow) {
            // See above.
        }
    }
}
