package dev.ringwal.cli;

import java.util.Locale;

/** Names that fit on a line of a terminal. */
final class Printable {

    private Printable() {
    }

    /** The name, control characters written as escapes. */
    static String of(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(character -> text.append(Character.isISOControl(character)
                ? String.format(Locale.ROOT, "\\u%04x", character)
                : Character.toString(character)));
        return text.toString();
    }
}
