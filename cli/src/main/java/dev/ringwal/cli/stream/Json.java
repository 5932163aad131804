package dev.ringwal.cli.stream;

import java.util.Locale;

/** One JSON object on one line, its fields in the order in which they are put. */
public final class Json {

    private final StringBuilder text = new StringBuilder("{");

    public Json put(String name, long value) {
        return name(name).append(value);
    }

    public Json putNull(String name) {
        return name(name).append("null");
    }

    public Json put(String name, boolean value) {
        return name(name).append(value);
    }

    public Json put(String name, Json object) {
        return name(name).append(object);
    }

    /** Puts a finite number with so many digits behind the point. */
    public Json put(String name, double value, int decimals) {
        return name(name).append(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    public Json put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private Json name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
        return this;
    }

    private Json append(Object value) {
        text.append(value);
        return this;
    }

    private void quote(String value) {
        text.append('"');
        value.chars().forEach(this::escape);
        text.append('"');
    }

    private void escape(int character) {
        switch (character) {
            case '"', '\\' -> text.append('\\').append((char) character);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (character < 0x20) {
                    text.append(String.format(Locale.ROOT, "\\u%04x", character));
                } else {
                    text.append((char) character);
                }
            }
        }
    }
}
