package dev.ringwal.bench.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * A system to measure: {@code raw}, {@code raw-queue}, {@code ringwal} and so on. How it runs may be said behind its name, so that one
 * run compares such settings: {@code ringwal/two}, {@code ringwal/one/spin}.
 *
 * @param options as they were given, checked
 */
public record SystemName(SystemKind kind, List<String> options) {

    private static final String SEPARATOR = "/";
    private static final List<SystemKind> KINDS = kinds();

    /** @throws IllegalArgumentException when there is no such system or setting */
    public static SystemName parse(String text) {
        List<String> parts = Arrays.asList(text.split(SEPARATOR, -1));
        SystemKind kind = KINDS.stream().filter(each -> each.label().equals(parts.get(0))).findFirst().orElseThrow(
                () -> new IllegalArgumentException("no system '" + text + "'; there are " + names()
                        + (text.isEmpty() ? "" : " (others' logs only after `bench --peers`)")));
        List<String> options = List.copyOf(parts.subList(1, parts.size()));
        kind.check(options);
        return new SystemName(kind, options);
    }

    private static List<SystemKind> kinds() {
        List<SystemKind> kinds = new ArrayList<>();
        ServiceLoader.load(SystemSource.class).forEach(source -> kinds.addAll(source.kinds()));
        return kinds;
    }

    private static String names() {
        return KINDS.stream().map(SystemKind::label).collect(Collectors.joining(", "));
    }

    /** Whether there is a system of that name; some are there only when they were asked for. */
    public static boolean isKnown(String kind) {
        return KINDS.stream().anyMatch(each -> each.label().equals(kind));
    }

    /** Opens it, empty. */
    public Contender open(Settings settings) throws IOException {
        return kind.open(options, settings);
    }

    /** Whether all this can be asked of it. */
    public boolean can(Ability ability) {
        return kind.abilities().contains(ability);
    }

    @Override
    public String toString() {
        return options.isEmpty() ? kind.label() : kind.label() + SEPARATOR + String.join(SEPARATOR, options);
    }
}
