package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** What a figure is held against, and how much of it shows whether it holds. */
sealed interface Bound {

    /** Systems that it needs besides the one it is about; of those that are missing here it says so. */
    List<String> bases();

    /** The same, and those that show whether these can be believed. */
    default List<String> needed() {
        return bases();
    }

    /** How a system did. */
    Verdict judge(Comparison comparison, Figure figure, SystemName subject);

    /** A multiple of the best of some systems: at least that where more is better, else at most. */
    record Ratio(double factor, List<String> bases) implements Bound {

        @Override
        public Verdict judge(Comparison comparison, Figure figure, SystemName subject) {
            SystemName base = best(comparison, figure);
            Spread ratio = Spread.ofRatio(figure, comparison.of(subject), comparison.of(base));
            return new Verdict(number(factor) + " x " + base, ratio, Ratio::number, holds(figure, ratio.median(), factor),
                    drift(figure, comparison.of(base)) > Math.abs(ratio.median() / factor - 1), List.of());
        }

        private SystemName best(Comparison comparison, Figure figure) {
            return comparison.measurements().keySet().stream().filter(system -> bases.contains(system.toString()))
                    .max((one, other) -> (figure.moreIsBetter() ? 1 : -1) * Double.compare(
                            Spread.of(figure, comparison.of(one)).median(), Spread.of(figure, comparison.of(other)).median()))
                    .orElseThrow();
        }

        private static String number(double ratio) {
            return String.format(Locale.ROOT, "%.2f", ratio);
        }
    }

    /**
     * The same of others' logs. Nothing is proven by being faster than some of them, or than one that is hindered here.
     *
     * @param shares what each reached of {@code raw} when it was measured by itself
     */
    record Peers(double factor, List<String> bases, Map<String, Double> shares) implements Bound {

        private static final String RAW = "raw";

        /** So much of that share at least, or it is hindered. */
        private static final double LEAST_OF_SHARE = 0.8;

        @Override
        public List<String> needed() {
            return Stream.concat(bases.stream(), Stream.of(RAW)).toList();
        }

        @Override
        public Verdict judge(Comparison comparison, Figure figure, SystemName subject) {
            return new Ratio(factor, bases).judge(comparison, figure, subject).butFor(
                    bases.stream().flatMap(peer -> doubt(comparison, peer).stream()).toList());
        }

        private Optional<String> doubt(Comparison comparison, String peer) {
            double share = shares.getOrDefault(peer, Double.NaN);
            Optional<SystemName> measured =
                    comparison.measurements().keySet().stream().filter(system -> system.toString().equals(peer)).findFirst();
            if (measured.isEmpty()) {
                return Optional.of("without " + peer);
            }
            double here = Spread.ofRatio(Figure.RECORDS_PER_SECOND, comparison.of(measured.get()),
                    comparison.of(SystemName.parse(RAW))).median();
            return here < LEAST_OF_SHARE * share
                    ? Optional.of(String.format(Locale.ROOT, "%s has %.2f x raw, not %.2f", peer, here, share))
                    : Optional.empty();
        }
    }

    /** A number in the figure's unit. */
    record Absolute(double limit) implements Bound {

        @Override
        public List<String> bases() {
            return List.of();
        }

        @Override
        public Verdict judge(Comparison comparison, Figure figure, SystemName subject) {
            Spread measured = Spread.of(figure, comparison.of(subject));
            return new Verdict(figure.format(limit), measured, figure::format, holds(figure, measured.median(), limit), false, List.of());
        }
    }

    /** What another system had at its worst. */
    record WorstOf(String base) implements Bound {

        @Override
        public List<String> bases() {
            return List.of(base);
        }

        @Override
        public Verdict judge(Comparison comparison, Figure figure, SystemName subject) {
            Spread worst = Spread.of(figure, comparison.of(SystemName.parse(base)));
            double limit = figure.moreIsBetter() ? worst.min() : worst.max();
            Spread measured = Spread.of(figure, comparison.of(subject));
            return new Verdict(figure.format(limit) + " (" + base + ")", measured, figure::format,
                    holds(figure, measured.median(), limit), false, List.of());
        }
    }

    private static boolean holds(Figure figure, double measured, double limit) {
        return figure.moreIsBetter() ? measured >= limit : measured <= limit;
    }

    /** By how much the two halves of the repetitions differ: the machine's doing. */
    private static double drift(Figure figure, List<Measurement> repetitions) {
        int half = repetitions.size() / 2;
        if (half == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double first = Spread.of(figure, repetitions.subList(0, half)).median();
        double second = Spread.of(figure, repetitions.subList(repetitions.size() - half, repetitions.size())).median();
        return Math.abs(first / second - 1);
    }

    /**
     * What came of it.
     *
     * @param limit  as a person reads it
     * @param format how the measured numbers are shown
     * @param holds  whether the median keeps to the limit
     * @param noisy  whether the machine moved by more than the median is away from the limit: then nothing is judged
     * @param doubts why it proves nothing that it holds
     */
    record Verdict(String limit, Spread measured, DoubleFunction<String> format, boolean holds, boolean noisy, List<String> doubts) {

        Verdict butFor(List<String> reasons) {
            return new Verdict(limit, measured, format, holds, noisy, reasons);
        }

        String text() {
            return judgement() + (doubts.isEmpty() ? "" : ", unproven: " + String.join(", ", doubts));
        }

        private String judgement() {
            return noisy ? "not judged, " + (holds ? "holds" : "does not hold") : holds ? "met" : "missed";
        }

        String measuredText() {
            return format.apply(measured.median()) + " (" + format.apply(measured.min()) + " .. " + format.apply(measured.max()) + ")";
        }
    }
}
