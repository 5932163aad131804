package dev.ringwal.log.segment;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live segments in order: an unchanging picture, replaced when one comes or goes. */
public final class Segments {

    public static final Segments NONE = new Segments(new Segment[0]);

    private final Segment[] ascending;

    private Segments(Segment[] ascending) {
        this.ascending = ascending;
    }

    public static Segments of(List<Segment> ascending) {
        return new Segments(ascending.toArray(new Segment[0]));
    }

    public Segments with(Segment last) {
        Segment[] more = Arrays.copyOf(ascending, ascending.length + 1);
        more[ascending.length] = last;
        return new Segments(more);
    }

    /** Without those whose number is lower. */
    public Segments from(long number) {
        return new Segments(Arrays.stream(ascending).filter(s -> s.number() >= number).toArray(Segment[]::new));
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
