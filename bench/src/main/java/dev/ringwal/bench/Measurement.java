package dev.ringwal.bench;

import java.util.Properties;
import org.HdrHistogram.Histogram;

/**
 * What one trial found.
 *
 * @param records    counted during the measured time
 * @param syncs      made during it
 * @param latency of one append in nanoseconds; zeros where it was not measured
 */
record Measurement(double recordsPerSecond, long records, long syncs, Latency latency) {

    /** Of one append, in nanoseconds. */
    record Latency(long p50, long p99, long p999, long max) {

        static final Latency NONE = new Latency(0, 0, 0, 0);

        static Latency of(Histogram nanos) {
            return new Latency(nanos.getValueAtPercentile(50), nanos.getValueAtPercentile(99), nanos.getValueAtPercentile(99.9),
                    nanos.getMaxValue());
        }
    }

    static Measurement of(long records, long syncs, long nanos, Latency latency) {
        return new Measurement(records * 1e9 / nanos, records, syncs, latency);
    }

    /** Zero where nothing was synced. */
    double recordsPerSync() {
        return syncs == 0 ? 0 : (double) records / syncs;
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.setProperty("recordsPerSecond", Double.toString(recordsPerSecond));
        properties.setProperty("records", Long.toString(records));
        properties.setProperty("syncs", Long.toString(syncs));
        properties.setProperty("p50", Long.toString(latency.p50));
        properties.setProperty("p99", Long.toString(latency.p99));
        properties.setProperty("p999", Long.toString(latency.p999));
        properties.setProperty("max", Long.toString(latency.max));
        return properties;
    }

    static Measurement fromProperties(Properties properties) {
        return new Measurement(Double.parseDouble(properties.getProperty("recordsPerSecond")), number(properties, "records"),
                number(properties, "syncs"), new Latency(number(properties, "p50"), number(properties, "p99"),
                        number(properties, "p999"), number(properties, "max")));
    }

    private static long number(Properties properties, String name) {
        return Long.parseLong(properties.getProperty(name));
    }
}
