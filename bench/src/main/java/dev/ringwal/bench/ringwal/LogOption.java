package dev.ringwal.bench.ringwal;

import dev.ringwal.LogBuilder;
import dev.ringwal.Profile;
import dev.ringwal.ThreadLayout;
import dev.ringwal.Waiting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A setting of a log by its name in lower case: {@code throughput}, {@code two}, {@code spin-then-park}, {@code ring-1024}. */
interface LogOption extends Consumer<LogBuilder> {

    /** In front of the number of slots. */
    String RING = "ring-";

    /** @throws IllegalArgumentException when there is none of that name */
    static LogOption of(String text) {
        for (Profile profile : Profile.values()) {
            if (name(profile).equals(text)) {
                return builder -> builder.profile(profile);
            }
        }
        for (ThreadLayout layout : ThreadLayout.values()) {
            if (name(layout).equals(text)) {
                return builder -> builder.threadLayout(layout);
            }
        }
        for (Waiting waiting : Waiting.values()) {
            if (name(waiting).equals(text)) {
                return builder -> builder.waiting(waiting);
            }
        }
        if (text.matches(RING + "\\d{1,9}")) {
            int slots = Integer.parseInt(text.substring(RING.length()));
            return builder -> builder.ringSize(slots);
        }
        throw new IllegalArgumentException("no setting '" + text + "'; there are " + names() + " and " + RING + "N");
    }

    private static List<String> names() {
        return Stream.<Enum<?>[]>of(Profile.values(), ThreadLayout.values(), Waiting.values()).flatMap(Arrays::stream).map(LogOption::name).toList();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
