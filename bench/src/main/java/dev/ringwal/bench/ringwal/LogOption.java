package dev.ringwal.bench.ringwal;

import dev.ringwal.LogBuilder;
import dev.ringwal.ThreadLayout;
import dev.ringwal.Waiting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A setting of a log by its name in lower case: {@code two}, {@code spin-then-park}. */
interface LogOption extends Consumer<LogBuilder> {

    /** @throws IllegalArgumentException when there is none of that name */
    static LogOption of(String text) {
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
        throw new IllegalArgumentException("no setting '" + text + "'; there are " + names());
    }

    private static List<String> names() {
        return Stream.<Enum<?>[]>of(ThreadLayout.values(), Waiting.values()).flatMap(Arrays::stream).map(LogOption::name).toList();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
