package dev.ringwal.bench.system;

import dev.ringwal.ThreadLayout;
import dev.ringwal.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A system to measure: {@code raw}, {@code raw-queue}, {@code ringwal} and so on. A log's may say how it runs, so that one run
 * compares such settings: {@code ringwal/two}, {@code ringwal/one/spin}.
 *
 * @param layout  or null for the log's default
 * @param waiting or null for the log's default
 */
public record SystemName(SystemKind kind, @Nullable ThreadLayout layout, @Nullable Waiting waiting) {

    private static final String SEPARATOR = "/";

    /** @throws IllegalArgumentException when there is no such system or setting */
    public static SystemName parse(String text) {
        String[] parts = text.split(SEPARATOR);
        SystemKind kind = SystemKind.of(parts[0]);
        ThreadLayout layout = null;
        Waiting waiting = null;
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            if (!kind.isLog()) {
                throw new IllegalArgumentException(kind + " has no settings: '" + text + "'");
            }
            if (isOneOf(ThreadLayout.values(), part)) {
                layout = ThreadLayout.valueOf(constant(part));
            } else if (isOneOf(Waiting.values(), part)) {
                waiting = Waiting.valueOf(constant(part));
            } else {
                throw new IllegalArgumentException("'" + part + "' is neither of " + Arrays.toString(ThreadLayout.values())
                        + " nor of " + Arrays.toString(Waiting.values()) + ": '" + text + "'");
            }
        }
        return new SystemName(kind, layout, waiting);
    }

    private static boolean isOneOf(Enum<?>[] constants, String text) {
        return Arrays.stream(constants).anyMatch(constant -> constant.name().equals(constant(text)));
    }

    private static String constant(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String setting(@Nullable Enum<?> value) {
        return value == null ? "" : SEPARATOR + value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Opens it, empty. */
    public Contender open(Settings settings) throws IOException {
        Path file = settings.directory().resolve("raw");
        return switch (kind) {
            case RAW -> new Raw(file, settings.rawBytes(), RawRecords.plain(), settings.durability(), settings.payloadBytes());
            case RAW_CRC -> new Raw(file, settings.rawBytes(), RawRecords.checked(), settings.durability(), settings.payloadBytes());
            case RAW_QUEUE -> new RawQueue(file, settings.rawBytes(), settings.durability(), settings.payloadBytes(), settings.producers());
            case RINGWAL, RINGWAL_FUTURES -> new Ringwal(this, settings);
        };
    }

    @Override
    public String toString() {
        return kind + setting(layout) + setting(waiting);
    }
}
