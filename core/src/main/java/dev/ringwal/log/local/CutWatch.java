package dev.ringwal.log.local;

import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import org.jspecify.annotations.Nullable;

/** Tells a reader when the log was truncated in front of what it reads next. One thread at a time. */
final class CutWatch {

    private Segments seen;
    private long seenCut;

    /** Met, and not moved away from since. */
    private @Nullable Segment met;

    CutWatch(Segments now) {
        seen = now;
        seenCut = number(now);
    }

    private static long number(Segments of) {
        Segment cut = of.lastCut();
        return cut == null ? -1 : cut.number();
    }

    /** The reader was moved: what was cut until now does not matter, but for what was read ahead: whether anything was. */
    boolean moved(Segments now) {
        boolean wasCut = hasNew(now);
        met = null;
        return wasCut;
    }

    /** Whether the log was truncated since it was asked last. */
    boolean hasNew(Segments now) {
        if (now == seen && met == null) {
            return false;
        }
        seen = now;
        long cut = number(now);
        boolean isNew = cut > seenCut;
        seenCut = Math.max(seenCut, cut);
        met = isNew ? now.lastCut() : met;
        return met != null;
    }

    /** @throws RecordTruncatedException when the next record lies behind the cut that was met; again, until the reader is moved */
    void check(long nextSequence) {
        Segment cut = met;
        if (cut != null && nextSequence > cut.cutAfter() + 1) {
            throw new RecordTruncatedException(nextSequence, cut.cutAfter());
        }
        met = null;
    }
}
