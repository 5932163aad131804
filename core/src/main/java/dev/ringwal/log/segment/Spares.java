package dev.ringwal.log.segment;

import dev.ringwal.log.storage.NoSpaceException;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Files of trimmed segments, kept to become the next ones: their blocks are there, so nothing has to be written ahead, and often
 * they are still in the page cache. Each waits under the temporary name of its own number, so that opening deletes what a crash
 * leaves, and is overwritten only after the removal of its segment's name is durable. Any thread.
 */
public final class Spares {

    /** The one that is prepared next, and one that a trim leaves meanwhile: what a log takes on the disk stays what it says. */
    private static final int MOST = 2;

    private final Storage storage;
    private final Deque<String> names = new ArrayDeque<>(MOST);

    Spares(Storage storage) {
        this.storage = storage;
    }

    /**
     * Gives the file of a segment that is about to be deleted a second name, if one more is wanted.
     *
     * @return whether it did, and {@link #keep} is to be called
     */
    public synchronized boolean hold(long number) throws IOException {
        try {
            if (names.size() < MOST) {
                storage.link(SegmentName.of(number), SegmentName.temporary(number));
                return true;
            }
        } catch (NoSpaceException full) {
            // Then it only goes.
        }
        return false;
    }

    /** Its segment's name is gone, durably. It stays if nobody else, a backup of hard links say, has it under another name. */
    public synchronized void keep(long number) throws IOException {
        String name = SegmentName.temporary(number);
        if (storage.names(name) == 1) {
            names.add(name);
        } else {
            storage.delete(name);
        }
    }

    /** The name of one, which is the caller's from now on, or null. */
    synchronized @Nullable String take() {
        return names.poll();
    }

    /** Deletes them. No sync: should a crash bring one back, opening deletes it. */
    public synchronized void discard() throws IOException {
        while (!names.isEmpty()) {
            storage.delete(names.remove());
        }
    }
}
