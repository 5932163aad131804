package dev.ringwal.bench;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Median and range of one number over the repetitions. */
record Spread(double median, double min, double max) {

    static Spread of(DoubleStream numbers) {
        double[] sorted = numbers.sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Of a figure. */
    static Spread of(Figure figure, List<Measurement> repetitions) {
        return of(repetitions.stream().mapToDouble(each -> each.of(figure)));
    }

    /**
     * Of a figure's ratio to that of another system, each repetition compared with the one that ran beside it: what the machine did
     * to both drops out.
     */
    static Spread ofRatio(Figure figure, List<Measurement> repetitions, List<Measurement> base) {
        return of(IntStream.range(0, Math.min(repetitions.size(), base.size()))
                .mapToDouble(i -> repetitions.get(i).of(figure) / base.get(i).of(figure)));
    }

    /** Of a ratio: whether it lay on both sides of 1, so that nothing says which of the two is better. */
    boolean isWithinNoise() {
        return min <= 1 && max >= 1;
    }
}
