package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;

/** Tells a reader when the log was truncated in front of what it reads next. One thread at a time. */
final class CutWatch {

    private Segments seen;
    /** The newest truncation that does not matter any more, as the number of the segment that it began. */
    private long settled;
    /** Where those left the log's end that were met since; {@link Segment#NO_CUT} when none was. */
    private long left = Segment.NO_CUT;

    CutWatch(Segments now) {
        seen = now;
        settled = now.cuts().newest();
    }

    /** The reader was moved: what was cut until now does not matter, but for what was read ahead: whether anything was. */
    boolean moved(Segments now) {
        boolean wasCut = hasNew(now);
        settle();
        return wasCut;
    }

    /** Whether the log was truncated since that was settled last. */
    boolean hasNew(Segments now) {
        if (now != seen) {
            seen = now;
            left = now.cuts().leftSince(settled);
        }
        return left != Segment.NO_CUT;
    }

    /** Moves, and again where what could not be found was looked for where the log had ended meanwhile: that is no damage. */
    boolean look(BooleanSupplier move, LogView view) {
        while (true) {
            try {
                return move.getAsBoolean();
            } catch (CorruptLogException | UncheckedIOException failure) {
                if (!explains(failure, view)) {
                    throw failure;
                }
            }
        }
    }

    private boolean explains(RuntimeException failure, LogView view) {
        boolean isMissing = failure instanceof CorruptLogException || failure.getCause() instanceof NoSuchFileException;
        try {
            return isMissing && hasNew(view.segmentsNow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws RecordTruncatedException when the next record lies behind a truncation that was met; again, until the reader is moved */
    void require(long nextSequence) {
        if (left != Segment.NO_CUT && nextSequence > left + 1) {
            throw new RecordTruncatedException(nextSequence, left);
        }
    }

    /** The same; where it does not, what was met is settled, and the reader is to forget what it has read. */
    void check(long nextSequence) {
        require(nextSequence);
        settle();
    }

    private void settle() {
        settled = seen.cuts().newest();
        left = Segment.NO_CUT;
    }
}
