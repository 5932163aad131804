package dev.ringwal.log.segment;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live segments in order: an unchanging picture, replaced when one comes or goes. */
public final class Segments {

    public static final Segments NONE = new Segments(new Segment[0], null);

    private final Segment[] ascending;
    private final @Nullable Segment lastCut;

    /** @param cutBefore the last one known before that began with a truncation; it may be trimmed since */
    private Segments(Segment[] ascending, @Nullable Segment cutBefore) {
        this.ascending = ascending;
        int last = ascending.length - 1;
        while (last >= 0 && ascending[last].cutAfter() == Segment.NO_CUT) {
            last--;
        }
        boolean isNewer = last >= 0 && (cutBefore == null || ascending[last].number() > cutBefore.number());
        lastCut = isNewer ? ascending[last] : cutBefore;
    }

    /** The last one that begins, or began before it was trimmed, with a truncation; or null. */
    public @Nullable Segment lastCut() {
        return lastCut;
    }

    public static Segments of(List<Segment> ascending) {
        return new Segments(ascending.toArray(new Segment[0]), null);
    }

    /** The same, after others: what these know of truncations is not forgotten. */
    public Segments after(Segments before) {
        return new Segments(ascending, before.lastCut);
    }

    public Segments with(Segment last) {
        Segment[] more = Arrays.copyOf(ascending, ascending.length + 1);
        more[ascending.length] = last;
        return new Segments(more, lastCut);
    }

    /** Without those whose number is higher. */
    public Segments upTo(long number) {
        return new Segments(Arrays.stream(ascending).filter(s -> s.number() <= number).toArray(Segment[]::new), lastCut);
    }

    /** Without those whose number is lower. */
    public Segments from(long number) {
        return new Segments(Arrays.stream(ascending).filter(s -> s.number() >= number).toArray(Segment[]::new), lastCut);
    }

    public int count() {
        return ascending.length;
    }

    public boolean isEmpty() {
        return ascending.length == 0;
    }

    public Segment first() {
        return ascending[0];
    }

    public Segment last() {
        return ascending[ascending.length - 1];
    }

    public Segment get(int position) {
        return ascending[position];
    }

    /** The segment in which the record is or would be, or null if it lies before all. */
    public @Nullable Segment containing(long sequence) {
        int low = 0;
        int high = ascending.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle].firstSequence() <= sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? null : ascending[high];
    }

    /** The one with that number, or null. */
    public @Nullable Segment withNumber(long number) {
        int low = 0;
        int high = ascending.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle].number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low <= high && ascending[low].number() == number ? ascending[low] : null;
    }

    /** The one behind, or null. */
    public @Nullable Segment after(long number) {
        for (int i = ascending.length - 1; i >= 0 && ascending[i].number() > number; i--) {
            if (i == 0 || ascending[i - 1].number() <= number) {
                return ascending[i];
            }
        }
        return null;
    }
}
