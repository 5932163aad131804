package dev.ringwal.bench;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one number is over the repetitions, and how far they are apart.
 *
 * @param middle their median; of a tail what it is over all of them together, as each has few events that far out
 */
record Spread(double middle, double min, double max) {

    static Spread of(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Of a figure. */
    static Spread of(Figure figure, List<Measurement> repetitions) {
        Spread each = of(repetitions.stream().mapToDouble(one -> one.of(figure)));
        return isTail(figure, repetitions) ? new Spread(Measurement.together(repetitions).of(figure), each.min, each.max) : each;
    }

    private static boolean isTail(Figure figure, List<Measurement> repetitions) {
        return figure.isTail() && repetitions.stream().allMatch(one -> one.latencies() != null);
    }

    /**
     * Of a figure's ratio to that of another system, each repetition compared with the one that ran beside it: what the machine did
     * to both drops out.
     */
    static Spread ofRatio(Figure figure, List<Measurement> repetitions, List<Measurement> base) {
        Spread each = of(IntStream.range(0, Math.min(repetitions.size(), base.size()))
                .mapToDouble(i -> repetitions.get(i).of(figure) / base.get(i).of(figure)));
        return isTail(figure, repetitions) && isTail(figure, base)
                ? new Spread(of(figure, repetitions).middle / of(figure, base).middle, each.min, each.max) : each;
    }

    /** All of it so many times as much. */
    Spread times(double factor) {
        return new Spread(middle * factor, min * factor, max * factor);
    }

    /** Of a ratio: whether it lay on both sides of 1, so that nothing says which of the two is better. */
    boolean isWithinNoise() {
        return min <= 1 && max >= 1;
    }
}
