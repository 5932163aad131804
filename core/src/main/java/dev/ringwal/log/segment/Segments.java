package dev.ringwal.log.segment;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live segments in order: an unchanging picture, replaced when one comes or goes. */
public final class Segments {

    public static final Segments NONE = new Segments(new Segment[0], Cuts.NONE);

    private final Segment[] ascending;
    private final Cuts cuts;

    private Segments(Segment[] ascending, Cuts cuts) {
        this.ascending = ascending;
        this.cuts = cuts;
    }

    /** The truncations that these begin with, and those before them that were known, of segments that are trimmed or void by now too. */
    public Cuts cuts() {
        return cuts;
    }

    public static Segments of(List<Segment> ascending) {
        return new Segments(ascending.toArray(new Segment[0]), Cuts.NONE).after(NONE);
    }

    /** The same, after others: what these know of truncations is not forgotten. */
    public Segments after(Segments before) {
        Cuts all = before.cuts;
        for (Segment segment : ascending) {
            all = all.with(segment);
        }
        return new Segments(ascending, all);
    }

    /** The same, where all between was trimmed: only what was truncated since can have come further than these begin. */
    public Segments behindGap(Segments before) {
        return after(new Segments(before.ascending, before.cuts.with(first().number(), first().firstSequence() - 1)));
    }

    public Segments with(Segment last) {
        Segment[] more = Arrays.copyOf(ascending, ascending.length + 1);
        more[ascending.length] = last;
        return new Segments(more, cuts.with(last));
    }

    /** Without those whose number is higher. */
    public Segments upTo(long number) {
        return new Segments(Arrays.stream(ascending).filter(s -> s.number() <= number).toArray(Segment[]::new), cuts);
    }

    /** Without those whose number is lower. */
    public Segments from(long number) {
        return new Segments(Arrays.stream(ascending).filter(s -> s.number() >= number).toArray(Segment[]::new), cuts);
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
