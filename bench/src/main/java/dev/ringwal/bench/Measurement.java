package dev.ringwal.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.HdrHistogram.Histogram;

/**
 * What one trial found.
 *
 * @param figures those that were measured
 */
record Measurement(Map<Figure, Double> figures) {

    private static final long STALL_NANOS = 1_000_000;
    private static final double MILLION = 1e6;

    Measurement {
        figures = Map.copyOf(figures);
    }

    /** The latencies of appends, each in nanoseconds. */
    static Measurement ofLatencies(Histogram nanos) {
        long stalls = nanos.getMaxValue() <= STALL_NANOS ? 0 : nanos.getCountBetweenValues(STALL_NANOS + 1, nanos.getMaxValue());
        return new Measurement(Map.of(
                Figure.P50_NANOS, (double) nanos.getValueAtPercentile(50),
                Figure.P99_NANOS, (double) nanos.getValueAtPercentile(99),
                Figure.P999_NANOS, (double) nanos.getValueAtPercentile(99.9),
                Figure.MAX_NANOS, (double) nanos.getMaxValue(),
                Figure.STALLS_PER_MILLION, stalls * MILLION / nanos.getTotalCount()));
    }

    Measurement and(Measurement other) {
        Map<Figure, Double> both = new EnumMap<>(Figure.class);
        both.putAll(figures);
        both.putAll(other.figures);
        return new Measurement(both);
    }

    /** Not a number where it was not measured. */
    double of(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        figures.forEach((figure, number) -> properties.setProperty(figure.name(), number.toString()));
        return properties;
    }

    static Measurement fromProperties(Properties properties) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        properties.stringPropertyNames().forEach(
                name -> figures.put(Figure.valueOf(name), Double.parseDouble(properties.getProperty(name))));
        return new Measurement(figures);
    }
}
