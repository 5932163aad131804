package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.SegmentWriter;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Truncates the log's end: nothing that was written is overwritten or cut off, the start of a new segment says where the old ones end.
 * Segments that are void as a whole are deleted afterwards. The writing thread.
 */
final class Truncating {

    private final Storage storage;
    private final Tip tip;
    private final ControlBook book;

    /** Held, so that the front and the end of the log are not cut at once. */
    private final Trimmer trimmer;
    private final Commit commit;
    private final Worker preparing;
    private final Supplier<Segments> segments;
    private final Consumer<UnaryOperator<Segments>> update;
    private final LongConsumer lowerDurable;
    private final Consumer<IOException> failed;

    Truncating(Storage storage, Tip tip, ControlBook book, Trimmer trimmer, Commit commit, Worker preparing, Supplier<Segments> segments,
            Consumer<UnaryOperator<Segments>> update, LongConsumer lowerDurable, Consumer<IOException> failed) {
        this.storage = storage;
        this.tip = tip;
        this.book = book;
        this.trimmer = trimmer;
        this.commit = commit;
        this.preparing = preparing;
        this.segments = segments;
        this.update = update;
        this.lowerDurable = lowerDurable;
        this.failed = failed;
    }

    /** As {@link dev.ringwal.log.LogStore#truncateAfter}; what it throws beside refusals and a lack of space is final. */
    long truncateAfter(long sequence, Truncation kind) throws IOException {
        if (sequence >= tip.lastSequence()) {
            return 0;
        }
        check(sequence, segments.get(), kind);
        SegmentWriter next = tip.takeNext(); // before the front is held: who holds that may be who prepares the file
        boolean done = false;
        try {
            synchronized (trimmer) {
                long removed = truncateAfter(sequence, kind, next);
                done = true;
                return removed;
            }
        } finally {
            if (!done) {
                tip.giveBack(next); // for the next roll, or, where the log has failed, to be closed
            }
        }
    }

    private long truncateAfter(long sequence, Truncation kind, SegmentWriter next) throws IOException {
        Segments live = segments.get();
        check(sequence, live, kind);
        Segment holder = live.containing(sequence);
        Segment last = holder == null ? live.first() : holder;
        try (Cut cut = cut(sequence, last)) {
            long removed = tip.truncate(sequence, cut, next, segment -> begun(segment, last, cut, sequence));
            deleteVoids(live, last);
            return removed;
        }
    }

    /** Where it cannot be read nothing was changed, and nothing is lost. */
    private Cut cut(long sequence, Segment holder) {
        try {
            return Cut.behind(sequence, holder, storage);
        } catch (IOException | CorruptLogException unreadable) {
            throw new TruncationRefusedException("cannot truncate behind record " + sequence + ": " + unreadable);
        }
    }

    private void check(long sequence, Segments live, Truncation kind) {
        long first = live.first().firstSequence();
        if (sequence < first - 1) {
            throw new TruncationRefusedException("cannot truncate behind record " + sequence + ": it was trimmed, the first that is left is "
                    + first);
        }
        Map.Entry<String, ConsumerPosition> furthest = book.written().furthest();
        if (kind == Truncation.UNLESS_CONSUMED && furthest != null && furthest.getValue().nextSequence() > sequence + 1) {
            throw new TruncationRefusedException("cannot truncate behind record " + sequence + ": consumer \"" + furthest.getKey()
                    + "\" has committed up to record " + (furthest.getValue().nextSequence() - 1));
        }
    }

    /**
     * The durable sequence goes back first: a reader must not look for what was durable where it cannot be any more. What else there is to
     * know it learns at once.
     */
    private void begun(Segment next, Segment last, Cut cut, long lastSequence) {
        lowerDurable.accept(lastSequence);
        update.accept(live -> live.upTo(last.number() - 1).with(last.cutAt(cut.place().offset())).with(next));
    }

    /** Once nobody is told any more that the log ends in them. */
    private void deleteVoids(Segments before, Segment last) {
        List<Long> voids = new ArrayList<>();
        for (int i = 0; i < before.count(); i++) {
            if (before.get(i).number() > last.number()) {
                voids.add(before.get(i).number());
            }
        }
        if (!voids.isEmpty()) {
            preparing.execute(() -> delete(voids));
        }
    }

    /** As final as a failed sync of records. */
    private void syncDirectory() {
        try {
            storage.syncDirectory();
        } catch (IOException e) {
            commit.fail(e);
        }
    }

    /** On the preparing thread. What stays is deleted by the next opening. */
    private void delete(List<Long> voids) {
        try {
            for (long number : voids) {
                storage.delete(SegmentName.of(number));
            }
        } catch (IOException left) {
            failed.accept(left);
        }
        syncDirectory();
    }
}
