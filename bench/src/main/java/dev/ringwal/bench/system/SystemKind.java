package dev.ringwal.bench.system;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The systems by what they are; the names on the command line and in tables are these in lower case. */
public enum SystemKind {
    /** {@link Raw}, plain records. */
    RAW,
    /** {@link Raw} with a CRC32C for each record. */
    RAW_CRC,
    /** {@link RawQueue}. */
    RAW_QUEUE,
    /** Ringwal, one callback for all. */
    RINGWAL,
    /** Ringwal, a future for each record. */
    RINGWAL_FUTURES;

    static SystemKind of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(text)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("no system '" + text + "'; there are " + names()));
    }

    private static String names() {
        return Arrays.stream(values()).map(SystemKind::toString).collect(Collectors.joining(", "));
    }

    /** Whether settings of a log mean anything to it. */
    boolean isLog() {
        return this == RINGWAL || this == RINGWAL_FUTURES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
