package dev.ringwal.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A histogram of latencies as lines of text: percentiles, then a bar for each step of 1, 2, 5. */
public final class LatencyChart {

    private static final int BAR_WIDTH = 40;
    private static final int[] STEPS = {1, 2, 5};

    private LatencyChart() {
    }

    public static List<String> lines(Histogram nanos) {
        List<String> lines = new ArrayList<>();
        lines.add(percentiles(nanos));
        double tallest = 0;
        List<Bar> bars = bars(nanos);
        for (Bar bar : bars) {
            tallest = Math.max(tallest, bar.share());
        }
        for (Bar bar : bars) {
            lines.add(bar.line(tallest));
        }
        return lines;
    }

    private static String percentiles(Histogram nanos) {
        return String.format("p50 %s   p90 %s   p99 %s   p99.9 %s   max %s",
                duration(nanos.getValueAtPercentile(50)),
                duration(nanos.getValueAtPercentile(90)),
                duration(nanos.getValueAtPercentile(99)),
                duration(nanos.getValueAtPercentile(99.9)),
                duration(nanos.getMaxValue()));
    }

    private static List<Bar> bars(Histogram nanos) {
        List<Bar> bars = new ArrayList<>();
        long below = 0;
        for (int i = 0; below <= nanos.getMaxValue(); i++) {
            long edge = STEPS[i % STEPS.length] * (long) Math.pow(10, 3 + i / STEPS.length);
            if (edge > nanos.getMinValue()) {
                long count = nanos.getCountBetweenValues(below, edge - 1);
                bars.add(new Bar(edge, (double) count / nanos.getTotalCount()));
            }
            below = edge;
        }
        return bars;
    }

    private static String duration(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    private record Bar(long belowNanos, double share) {
        String line(double tallest) {
            String bar = "#".repeat((int) Math.ceil(share / tallest * BAR_WIDTH));
            String edge = belowNanos < 1_000_000 ? belowNanos / 1_000 + " us"
                    : belowNanos < 1_000_000_000 ? belowNanos / 1_000_000 + " ms"
                    : belowNanos / 1_000_000_000 + " s";
            return String.format(Locale.ROOT, "< %6s  %-" + BAR_WIDTH + "s %6.2f %%", edge, bar, share * 100);
        }
    }
}
