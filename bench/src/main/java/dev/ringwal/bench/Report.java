package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a person reads it. */
final class Report {

    /** Explains the marks; printed once, at the end. */
    static final String LEGEND = """
            Figures: the median over the repetitions, and least .. most in brackets. Ratios compare repetitions that ran beside each
            other, and are their median. Of p99, p99.9 and stalls figure and ratio are those of all repetitions together. ~ marks a
            ratio that is within noise: it lay on both sides of 1 over the repetitions.
            """;

    private static final String NOISE = " ~";
    private static final String NO_NOISE = "  ";

    private final Comparison comparison;
    private final Workload workload;

    private Report(Comparison comparison) {
        this.comparison = comparison;
        workload = comparison.cell().workload();
    }

    static String of(Comparison comparison) {
        return new Report(comparison).text();
    }

    private String text() {
        Table table = new Table().row(titles());
        comparison.measurements().keySet().forEach(system -> table.row(row(system)));
        return comparison.cell().title() + "\n\n" + table.toString().indent(2);
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>(List.of(""));
        workload.shown().forEach(figure -> titles.add(figure.title()));
        for (Figure figure : workload.compared()) {
            comparison.bases().forEach(base -> titles.add(figure.shortTitle() + " : " + base + NO_NOISE));
        }
        return titles;
    }

    private List<String> row(SystemName system) {
        List<Measurement> repetitions = comparison.measurements().get(system);
        List<String> cells = new ArrayList<>(List.of(system.toString()));
        for (Figure figure : workload.shown()) {
            cells.add(format(figure, Spread.of(figure, repetitions), repetitions.size()));
        }
        for (Figure figure : workload.compared()) {
            comparison.bases().forEach(base -> cells.add(ratio(figure, system, base)));
        }
        return cells;
    }

    private static String format(Figure figure, Spread spread, int repetitions) {
        String median = figure.format(spread.middle());
        return repetitions == 1 || !hasRange(figure) ? median
                : median + " (" + figure.format(spread.min()) + " .. " + figure.format(spread.max()) + ")";
    }

    /** The far tail and the size of groups move too much for their range to say anything. */
    private static boolean hasRange(Figure figure) {
        return figure == Figure.RECORDS_PER_SECOND || figure == Figure.P50_NANOS || figure == Figure.P99_NANOS;
    }

    private String ratio(Figure figure, SystemName system, SystemName base) {
        return comparison.ratio(figure, system, base)
                .map(spread -> String.format(Locale.ROOT, "%.2f", spread.middle())
                        + (spread.isWithinNoise() ? NOISE : NO_NOISE))
                .orElse("");
    }
}
