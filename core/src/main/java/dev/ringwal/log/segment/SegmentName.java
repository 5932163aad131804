package dev.ringwal.log.segment;

import java.util.OptionalLong;

/** File names of segments: the number in 20 digits. A file that is being prepared has a temporary name until it is complete. */
public final class SegmentName {

    private static final int DIGITS = 20;

    /** No log comes so far. A file with a name behind it is a foreign one. */
    private static final String LAST = digits(1L << 62);

    private static final String SUFFIX = ".seg";
    private static final String TEMPORARY_SUFFIX = ".seg.new";

    private SegmentName() {
    }

    public static String of(long number) {
        return digits(number) + SUFFIX;
    }

    public static String temporary(long number) {
        return digits(number) + TEMPORARY_SUFFIX;
    }

    private static String digits(long number) {
        String significant = Long.toString(number);
        return "0".repeat(DIGITS - significant.length()) + significant;
    }

    /** The number, if this is a segment's name. */
    public static OptionalLong parse(String name) {
        return hasForm(name, SUFFIX) ? OptionalLong.of(Long.parseLong(name.substring(0, DIGITS))) : OptionalLong.empty();
    }

    public static boolean isTemporary(String name) {
        return hasForm(name, TEMPORARY_SUFFIX);
    }

    private static boolean hasForm(String name, String suffix) {
        return name.length() == DIGITS + suffix.length() && name.endsWith(suffix)
                && name.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9')
                && name.substring(0, DIGITS).compareTo(LAST) <= 0;
    }
}
