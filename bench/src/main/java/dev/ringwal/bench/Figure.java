package dev.ringwal.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A number of a {@link Measurement} as tables show it. */
enum Figure {

    RECORDS_PER_SECOND("records/s", "%,.0f", Measurement::recordsPerSecond),
    RECORDS_PER_SYNC("records/sync", "%,.0f", Measurement::recordsPerSync),
    P50("p50 us", "%,.1f", measurement -> measurement.latency().p50() / 1e3),
    P99("p99 us", "%,.1f", measurement -> measurement.latency().p99() / 1e3),
    P999("p99.9 us", "%,.0f", measurement -> measurement.latency().p999() / 1e3),
    MAX("max us", "%,.0f", measurement -> measurement.latency().max() / 1e3);

    private final String title;
    private final String format;
    private final ToDoubleFunction<Measurement> value;

    Figure(String title, String format, ToDoubleFunction<Measurement> value) {
        this.title = title;
        this.format = format;
        this.value = value;
    }

    /** What a workload's table shows. */
    static List<Figure> shownFor(Workload workload) {
        return switch (workload) {
            case W1 -> List.of(RECORDS_PER_SECOND, P50, P99, P999, MAX);
            case W2, W3 -> List.of(RECORDS_PER_SECOND, RECORDS_PER_SYNC);
            case W4 -> List.of(RECORDS_PER_SECOND);
        };
    }

    /** What it compares. */
    static List<Figure> comparedFor(Workload workload) {
        return workload == Workload.W1 ? List.of(P50, P99) : List.of(RECORDS_PER_SECOND);
    }

    double of(Measurement measurement) {
        return value.applyAsDouble(measurement);
    }

    String title() {
        return title;
    }

    String format(double number) {
        return number == 0 ? "-" : String.format(Locale.ROOT, format, number);
    }
}
