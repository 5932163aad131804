package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.util.ArrayList;
import java.util.Collection;
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
            List<Rival> rivals = bases.stream().flatMap(base -> comparison.named(base).stream())
                    .map(base -> Rival.of(base, comparison, figure, subject)).toList();
            return Rival.best(rivals, figure).verdict(figure, factor, List.of());
        }
    }

    /**
     * The same of others' logs. Nothing is proven by being faster than some of them, or than one that is hindered here.
     *
     * @param shares   what each reached of {@code raw} when it was measured by itself
     * @param standIns the same of those that cannot be measured here: that share of {@code raw} stands for them
     */
    record Peers(double factor, List<String> bases, Map<Figure, Map<String, Double>> shares, Map<Figure, Map<String, Double>> standIns)
            implements Bound {

        private static final String RAW = "raw";

        /** So much of that share at least, or it is hindered. */
        private static final double LEAST_OF_SHARE = 0.8;

        @Override
        public List<String> needed() {
            return Stream.concat(bases.stream(), Stream.of(RAW)).toList();
        }

        @Override
        public Verdict judge(Comparison comparison, Figure figure, SystemName subject) {
            List<Rival> rivals = new ArrayList<>();
            bases.stream().flatMap(base -> comparison.named(base).stream())
                    .forEach(base -> rivals.add(Rival.of(base, comparison, figure, subject)));
            comparison.named(RAW).ifPresent(raw -> standIns.getOrDefault(figure, Map.of())
                    .forEach((name, share) -> rivals.add(Rival.standIn(name, share, raw, comparison, figure, subject))));
            return Rival.best(rivals, figure).verdict(figure, factor,
                    bases.stream().flatMap(peer -> doubt(comparison, peer, figure.isTail() ? Figure.P50_NANOS : figure).stream()).toList());
        }

        /** A tail is the machine's more than the system's: whether that is hindered the median tells. */
        private Optional<String> doubt(Comparison comparison, String peer, Figure figure) {
            Optional<SystemName> measured = comparison.named(peer);
            Optional<SystemName> raw = comparison.named(RAW);
            if (measured.isEmpty() || raw.isEmpty()) {
                return Optional.of("without " + (measured.isEmpty() ? peer : RAW));
            }
            double share = shares.getOrDefault(figure, Map.of()).getOrDefault(peer, Double.NaN);
            double here = Spread.ofRatio(figure, comparison.of(measured.get()), comparison.of(raw.get())).middle();
            boolean isHindered = figure.moreIsBetter() ? here < LEAST_OF_SHARE * share : here > share / LEAST_OF_SHARE;
            return isHindered ? Optional.of(String.format(Locale.ROOT, "%s has %.2f x raw, not %.2f", peer, here, share)) : Optional.empty();
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
            return Verdict.of(figure.format(limit), Spread.of(figure, comparison.of(subject)), limit, figure, figure::format, List.of());
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
            return Verdict.of(figure.format(limit) + " (" + base + ")", Spread.of(figure, comparison.of(subject)), limit, figure,
                    figure::format, List.of());
        }
    }

    /**
     * One that a system is compared with.
     *
     * @param ratio of the system's figure to its own
     */
    record Rival(String name, Spread ratio) {

        static Rival of(SystemName base, Comparison comparison, Figure figure, SystemName subject) {
            return new Rival(base.toString(), Spread.ofRatio(figure, comparison.of(subject), comparison.of(base)));
        }

        /** One that has this share of what {@code raw} has here. */
        static Rival standIn(String name, double share, SystemName raw, Comparison comparison, Figure figure, SystemName subject) {
            Spread toRaw = Spread.ofRatio(figure, comparison.of(subject), comparison.of(raw));
            return new Rival(String.format(Locale.ROOT, "%s (%.2f x raw elsewhere)", name, share), toRaw.times(1 / share));
        }

        /** The one beside which the system looks worst. */
        static Rival best(Collection<Rival> rivals, Figure figure) {
            return rivals.stream().min((one, other) ->
                    (figure.moreIsBetter() ? 1 : -1) * Double.compare(one.ratio.middle(), other.ratio.middle())).orElseThrow();
        }

        Verdict verdict(Figure figure, double factor, List<String> doubts) {
            return Verdict.of(number(factor) + " x " + name, ratio, factor, figure, Rival::number, doubts);
        }

        private static String number(double ratio) {
            return String.format(Locale.ROOT, "%.2f", ratio);
        }
    }

    /**
     * What came of it.
     *
     * @param limit  as a person reads it
     * @param format how the measured numbers are shown
     * @param holds  whether what was measured keeps to the limit
     * @param margin how far it is away from it, as a share
     * @param doubts why it proves nothing that it holds
     */
    record Verdict(String limit, Spread measured, DoubleFunction<String> format, boolean holds, double margin, List<String> doubts) {

        static Verdict of(String limit, Spread measured, double bound, Figure figure, DoubleFunction<String> format, List<String> doubts) {
            boolean holds = figure.moreIsBetter() ? measured.middle() >= bound : measured.middle() <= bound;
            return new Verdict(limit, measured, format, holds, Math.abs(measured.middle() / bound - 1), doubts);
        }

        /** @param noise what forbids to judge; of a machine that moved, by how much */
        String text(Noise noise) {
            String judgement = noise.hides(margin) ? "not judged (" + noise + "), " + (holds ? "holds" : "does not hold")
                    : holds ? "met" : "missed";
            return judgement + (doubts.isEmpty() ? "" : ", unproven: " + String.join(", ", doubts));
        }

        String measuredText() {
            return format.apply(measured.middle()) + " (" + format.apply(measured.min()) + " .. " + format.apply(measured.max()) + ")";
        }
    }
}
