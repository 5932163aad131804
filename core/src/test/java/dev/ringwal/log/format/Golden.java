package dev.ringwal.log.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A checked-in piece of a log: lines of an offset and up to 16 bytes in hex; what no line names is zero. {@code length} gives the
 * whole, {@code #} begins a remark.
 */
final class Golden {

    private Golden() {
    }

    static ByteBuffer read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream(name + ".hex")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer parse(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(0);
        for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            String[] words = line.split(" +", 2);
            if (words[0].equals("length")) {
                bytes = ByteBuffer.allocate(Integer.parseInt(words[1])).order(ByteOrder.LITTLE_ENDIAN);
            } else {
                bytes.put(Integer.parseInt(words[0], 16), HexFormat.ofDelimiter(" ").parseHex(words[1]));
            }
        }
        return bytes;
    }

    /** For a message that can be compared, or checked in. */
    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder("length ").append(bytes.length).append('\n');
        for (int at = 0; at < bytes.length; at += 16) {
            int end = Math.min(at + 16, bytes.length);
            String line = HexFormat.ofDelimiter(" ").formatHex(bytes, at, end);
            if (!line.matches("[0 ]*")) {
                text.append("%05x ".formatted(at)).append(line).append('\n');
            }
        }
        return text.toString();
    }
}
