package dev.ringwal.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one trial found.
 *
 * @param figures   those that were measured
 * @param latencies in nanoseconds, where each append's was measured
 */
record Measurement(Map<Figure, Double> figures, @Nullable Histogram latencies) {

    private static final String LATENCIES = "LATENCIES";

    private static final long STALL_NANOS = 1_000_000;
    private static final double MILLION = 1e6;

    Measurement {
        figures = Map.copyOf(figures);
    }

    Measurement(Map<Figure, Double> figures) {
        this(figures, null);
    }

    /** The latencies of appends, each in nanoseconds. */
    static Measurement ofLatencies(Histogram nanos) {
        long stalls = nanos.getMaxValue() <= STALL_NANOS ? 0 : nanos.getCountBetweenValues(STALL_NANOS + 1, nanos.getMaxValue());
        return new Measurement(Map.of(
                Figure.P50_NANOS, (double) nanos.getValueAtPercentile(50),
                Figure.P99_NANOS, (double) nanos.getValueAtPercentile(99),
                Figure.P999_NANOS, (double) nanos.getValueAtPercentile(99.9),
                Figure.MAX_NANOS, (double) nanos.getMaxValue(),
                Figure.STALLS_PER_MILLION, stalls * MILLION / nanos.getTotalCount()), nanos);
    }

    /** The latencies of several trials as if they were one. Each must have them. */
    static Measurement together(List<Measurement> trials) {
        Histogram all = new Histogram(LatencyRun.SIGNIFICANT_DIGITS);
        trials.forEach(trial -> all.add(Objects.requireNonNull(trial.latencies)));
        return ofLatencies(all);
    }

    /** Figures of one kind, and latencies. */
    Measurement and(Measurement other) {
        Map<Figure, Double> both = new EnumMap<>(Figure.class);
        both.putAll(figures);
        both.putAll(other.figures);
        return new Measurement(both, other.latencies);
    }

    /** Not a number where it was not measured. */
    double of(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    Properties toProperties() {
        Properties properties = new Properties();
        figures.forEach((figure, number) -> properties.setProperty(figure.name(), number.toString()));
        if (latencies != null) {
            ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
            int length = latencies.encodeIntoCompressedByteBuffer(bytes, Deflater.DEFAULT_COMPRESSION);
            properties.setProperty(LATENCIES, Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
        }
        return properties;
    }

    static Measurement fromProperties(Properties properties) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        String latencies = properties.getProperty(LATENCIES);
        properties.stringPropertyNames().stream().filter(name -> !name.equals(LATENCIES)).forEach(
                name -> figures.put(Figure.valueOf(name), Double.parseDouble(properties.getProperty(name))));
        return new Measurement(figures, latencies == null ? null : histogram(latencies));
    }

    private static Histogram histogram(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
