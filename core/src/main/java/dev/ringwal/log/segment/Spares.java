package dev.ringwal.log.segment;

import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
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

    /** The one that is prepared next, and one that a trim leaves meanwhile: what a log takes on the disk stays what it says. */
    private static final int MOST = 2;

    private final Storage storage;
    private final long firstNumber;
    private final long mostBytes;
    private final Deque<String> names = new ArrayDeque<>(MOST);
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
     * Gives the file of a segment that is about to be deleted a second name, if one more is wanted.
     *
     * @return whether it did, and {@link #keep} is to be called
     */
    public synchronized boolean hold(long number) {
        if (names.size() == MOST || number < firstNumber || number > retired) {
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
        if (isOurs(name) && length(name) <= mostBytes) {
            names.add(name);
        } else {
            storage.delete(name);
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

    /** One of them, or null. */
    synchronized @Nullable Spare take() {
        while (!names.isEmpty()) {
            String name = names.remove();
            try {
                if (isOurs(name)) {
                    return new Spare(name, storage.openForWriting(name));
                }
            } catch (IOException notNow) {
                names.add(name); // it is to be deleted at the end
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
        boolean any = !names.isEmpty();
        while (!names.isEmpty()) {
            delete(names.remove());
        }
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
