package dev.ringwal.cli;

import dev.ringwal.cli.stream.Output;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A record as a JSON object on a line. A payload that is valid UTF-8 is passed on byte by byte, escaped where JSON asks for it; any
 * other as Base64. Memory does not grow with the payload. For one thread.
 */
final class JsonRecord {

    /** A multiple of three, so that only the last piece is padded. */
    private static final int BASE64_PIECE_BYTES = 3 * 1024;

    /** A new decoder reports what is malformed. */
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer discarded = CharBuffer.allocate(4096);
    private final byte[] piece = new byte[BASE64_PIECE_BYTES];

    /** @param topic said only if it is not the default one, which is empty */
    void print(long sequence, long timestampNanos, String topic, ByteBuffer payload, Output out) {
        out.ascii("{\"sequence\":").decimal(sequence).ascii(",\"timestamp\":").decimal(timestampNanos);
        if (!topic.isEmpty()) {
            out.ascii(",\"topic\":\"");
            escape(ByteBuffer.wrap(topic.getBytes(StandardCharsets.UTF_8)), out);
            out.ascii("\"");
        }
        if (isUtf8(payload.duplicate())) {
            out.ascii(",\"payload\":\"");
            escape(payload, out);
        } else {
            out.ascii(",\"payload_base64\":\"");
            base64(payload, out);
        }
        out.ascii("\"}\n");
    }

    private boolean isUtf8(ByteBuffer bytes) {
        utf8.reset();
        CoderResult result;
        do {
            discarded.clear();
            result = utf8.decode(bytes, discarded, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    private static void escape(ByteBuffer bytes, Output out) {
        while (bytes.hasRemaining()) {
            byte octet = bytes.get();
            switch (octet) {
                case '"', '\\' -> out.put('\\').put(octet);
                case '\n' -> out.ascii("\\n");
                case '\r' -> out.ascii("\\r");
                case '\t' -> out.ascii("\\t");
                default -> {
                    if (octet >= 0 && octet < ' ') {
                        out.ascii("\\u00").hex(octet);
                    } else {
                        out.put(octet);
                    }
                }
            }
        }
    }

    private void base64(ByteBuffer bytes, Output out) {
        while (bytes.hasRemaining()) {
            int length = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, length);
            out.put(Base64.getEncoder().encode(ByteBuffer.wrap(piece, 0, length)));
        }
    }
}
