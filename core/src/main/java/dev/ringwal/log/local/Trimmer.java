package dev.ringwal.log.local;

import dev.ringwal.log.format.Place;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.segment.Spares;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drops whole segments at the front. The state page says so durably before a file goes, so that a missing segment is never taken
 * for a lost one; files go oldest first, the directory synced after each, so that a crash leaves no gap. Some stay as spares, which
 * readers that still look into them are told. One trim at a time.
 */
final class Trimmer {

    private final Storage storage;
    private final StateKeeper state;
    private final Commit commit;
    private final Spares spares;
    /** Segments that are given up, and whose files are still to be deleted, oldest first: of an earlier trim that failed, too. */
    private final Deque<Segment> trimmed = new ArrayDeque<>();

    Trimmer(Storage storage, Spares spares, StateKeeper state, Commit commit) {
        this.storage = storage;
        this.spares = spares;
        this.state = state;
        this.commit = commit;
    }

    /**
     * Gives segments up, durably.
     *
     * @param live   the segments that readers see
     * @param choice the first record that is wanted, of segments as they are while nobody else cuts the log
     * @param update replaces the segments that readers see
     */
    synchronized @Nullable Void trim(Supplier<Segments> live, ToLongFunction<Segments> choice, Consumer<UnaryOperator<Segments>> update)
            throws IOException {
        Segments segments = live.get();
        return segments.isEmpty() ? null : trimBefore(choice.applyAsLong(segments), segments, update);
    }

    private @Nullable Void trimBefore(long sequence, Segments segments, Consumer<UnaryOperator<Segments>> update) throws IOException {
        long first = firstToKeep(sequence, segments);
        if (segments.first().number() >= first) {
            return null;
        }
        state.trimTo(first);
        update.accept(seen -> seen.from(first));
        for (int i = 0; segments.get(i).number() < first; i++) {
            trimmed.add(segments.get(i));
        }
        return null;
    }

    /**
     * Deletes the oldest file of a segment that is given up: its name is gone, durably, when this returns. Only then the file may be
     * written to: the name could come back.
     *
     * @return false when there is none
     */
    boolean deleteOldest() throws IOException {
        Segment oldest = trimmed.peek();
        if (oldest == null) {
            return false;
        }
        long number = oldest.number();
        boolean isSpare = spares.hold(number, oldest.end());
        storage.delete(SegmentName.of(number));
        syncDirectory();
        if (isSpare) {
            spares.keep(number);
        }
        trimmed.remove();
        return true;
    }

    /** The segment with the record, or an earlier one if its start is not attested: the next sequence must always be known. */
    private long firstToKeep(long sequence, Segments segments) {
        Place attested = commit.attested();
        Segment holder = segments.containing(sequence);
        return holder == null ? 0 : Math.min(holder.number(), attested.segment());
    }

    /** A directory that cannot be synced is as final as a failed sync of records. */
    private void syncDirectory() throws IOException {
        try {
            storage.syncDirectory();
        } catch (IOException e) {
            commit.fail(e);
            throw e;
        }
    }
}
