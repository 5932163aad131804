package dev.ringwal.bench;

import java.util.Locale;

/** A number of a {@link Measurement}. Units are what names say; tables show them divided by {@link #scale}. */
enum Figure {

    RECORDS_PER_SECOND("records/s", "%,.0f", 1),
    RECORDS_PER_SYNC("records/sync", "%,.0f", 1),
    /** Flushes of the whole device, whoever asked for them: what does not sync has more records than may be in flight. */
    RECORDS_PER_FLUSH("records/flush", "%,.1f", 1),
    /** Of all threads of the process, the producers' and the compiler's too. */
    CPU_NANOS_PER_RECORD("cpu ns/record", "%,.0f", 1),
    /** Allocated on the heap, by all threads. */
    HEAP_BYTES_PER_RECORD("heap B/record", "%,.1f", 1),
    P50_NANOS("p50 us", "%,.1f", 1e3),
    P99_NANOS("p99 us", "%,.1f", 1e3),
    P999_NANOS("p99.9 us", "%,.0f", 1e3),
    MAX_NANOS("max us", "%,.0f", 1e3),
    /** Appends that took more than a millisecond, of a million. */
    STALLS_PER_MILLION("over 1 ms, ppm", "%,.0f", 1),
    /** Opening for the first time in a process. */
    COLD_OPEN_NANOS("cold open ms", "%,.1f", 1e6),
    OPEN_NANOS("open ms", "%,.2f", 1e6),
    FIRST_APPEND_NANOS("first append ms", "%,.2f", 1e6);

    private final String title;
    private final String format;
    private final double scale;

    Figure(String title, String format, double scale) {
        this.title = title;
        this.format = format;
        this.scale = scale;
    }

    String title() {
        return title;
    }

    /** Whether a higher number is the better one. */
    boolean moreIsBetter() {
        return this == RECORDS_PER_SECOND || this == RECORDS_PER_SYNC;
    }

    /** Whether it tells of few events in a trial: several count together. */
    boolean isTail() {
        return this == P99_NANOS || this == P999_NANOS || this == STALLS_PER_MILLION;
    }

    /** For the title of a ratio, which has no unit. */
    String shortTitle() {
        return this == RECORDS_PER_SECOND ? "rate" : title.split(" ")[0];
    }

    /** A number in the table's unit; a dash for none. */
    String format(double number) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, format, number / scale);
    }

    /** Its name in reports for programs. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
