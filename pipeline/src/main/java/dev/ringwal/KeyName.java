package dev.ringwal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names of directories for keys. Of a key's UTF-8 bytes lower-case letters, digits, {@code _} and (but at the begin) {@code -} stay, any
 * other is {@code %} and two lower-case hexadecimal digits. So a name has nothing that a shell, a path or a command's options give
 * a meaning to, no two keys have the same one, not where case is ignored either, and each key has one name only.
 */
final class KeyName {

    /** What Linux's file systems take. */
    static final int MOST_BYTES = 255;

    private static final char ESCAPE = '%';
    private static final int ESCAPED_LENGTH = 3;
    private static final HexFormat HEX = HexFormat.of();

    private KeyName() {
    }

    /** @throws IllegalArgumentException when the key is empty, no text, or too long */
    static String of(String key) {
        StringBuilder name = new StringBuilder();
        ByteBuffer bytes = utf8(key);
        while (bytes.hasRemaining()) {
            append(name, bytes.get());
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the key is empty");
        }
        if (name.length() > MOST_BYTES) {
            throw new IllegalArgumentException("a key of " + bytes.limit() + " bytes makes a directory name of " + name.length()
                    + ", more than " + MOST_BYTES + ": a-z, 0-9, - and _ take one, any other byte " + ESCAPED_LENGTH);
        }
        return name.toString();
    }

    private static void append(StringBuilder name, byte next) {
        if (isPlain(next) && !(next == '-' && name.isEmpty())) {
            name.append((char) next);
        } else {
            name.append(ESCAPE).append(HEX.toHexDigits(next));
        }
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static ByteBuffer utf8(String key) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the key is no text: it has one half of a surrogate pair", e);
        }
    }

    /** The key that has this name; none has many a one. */
    static Optional<String> keyOf(String name) {
        try {
            return Optional.of(decode(name)).filter(key -> of(key).equals(name));
        } catch (CharacterCodingException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String decode(String name) throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.allocate(name.length());
        for (int i = 0; i < name.length(); ) {
            if (name.charAt(i) == ESCAPE) {
                int end = Math.min(i + ESCAPED_LENGTH, name.length());
                bytes.put((byte) HexFormat.fromHexDigits(name, i + 1, end));
                i = end;
            } else {
                bytes.put((byte) name.charAt(i++));
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }
}
