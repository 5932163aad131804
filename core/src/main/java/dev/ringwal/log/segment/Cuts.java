package dev.ringwal.log.segment;

import org.jspecify.annotations.Nullable;

/**
 * The truncations of a log that are known, the newest first: where each one left the log's end. One whose end a later one undercut is
 * forgotten, as whoever learns of both has to be told of that only. Never changes.
 */
public final class Cuts {

    public static final Cuts NONE = new Cuts(-1, Segment.NO_CUT, null);

    private final long number;
    private final long cutAfter;
    private final @Nullable Cuts before;

    private Cuts(long number, long cutAfter, @Nullable Cuts before) {
        this.number = number;
        this.cutAfter = cutAfter;
        this.before = before;
    }

    /** The same, and that of the segment, if it begins with one that is newer than all of these. */
    Cuts with(Segment segment) {
        return segment.cutAfter() == Segment.NO_CUT || segment.number() <= number ? this : with(segment.number(), segment.cutAfter());
    }

    Cuts with(long newer, long left) {
        Cuts last = this;
        while (last.before != null && last.cutAfter >= left) {
            last = last.before;
        }
        return new Cuts(newer, left, last);
    }

    /** The number of the segment that the newest one began; -1 when there was none. */
    public long newest() {
        return number;
    }

    /** The last record that all those left which began segments above the number; {@link Segment#NO_CUT} when there are none. */
    public long leftSince(long seen) {
        long left = Segment.NO_CUT;
        for (Cuts cut = this; cut != null && cut.number > seen; cut = cut.before) {
            left = cut.cutAfter;
        }
        return left;
    }
}
