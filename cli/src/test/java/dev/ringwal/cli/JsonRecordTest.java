package dev.ringwal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.cli.stream.Output;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class JsonRecordTest {

    private final JsonRecord json = new JsonRecord();

    private String print(byte... payload) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Output out = new Output(Channels.newChannel(written));
        json.print(7, 1_700_000_000_000_000_001L, "", ByteBuffer.wrap(payload), out);
        out.flush();
        return written.toString(UTF_8);
    }

    private static String object(String payload) {
        return "{\"sequence\":7,\"timestamp\":1700000000000000001," + payload + "}\n";
    }

    @Test
    void textIsPassedOnAsUtf8() {
        assertEquals(object("\"payload\":\"gr\u00fc\u00df \ud83d\ude00\""), print("gr\u00fc\u00df \ud83d\ude00".getBytes(UTF_8)));
    }

    @Test
    void emptyPayloadIsEmptyText() {
        assertEquals(object("\"payload\":\"\""), print());
    }

    @Test
    void whatJsonReservesIsEscaped() {
        assertEquals(object("\"payload\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\u007f\""),
                print((byte) '"', (byte) '\\', (byte) '\n', (byte) '\r', (byte) '\t', (byte) 0, (byte) 31, (byte) 127));
    }

    @Test
    void anythingElseIsBase64() {
        byte[][] malformed = {
            {(byte) 0xff}, {(byte) 0xc3}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {'a', (byte) 0x80, 'b'}
        };
        for (byte[] payload : malformed) {
            assertEquals(object("\"payload_base64\":\"" + Base64.getEncoder().encodeToString(payload) + "\""), print(payload));
        }
    }

    @Test
    void largePayloadsNeedNoMoreMemory() {
        byte[] text = "x".repeat(100_000).getBytes(UTF_8);
        byte[] binary = text.clone();
        binary[99_999] = (byte) 0x80;

        assertTrue(print(text).contains("x".repeat(100_000)));
        assertEquals(object("\"payload_base64\":\"" + Base64.getEncoder().encodeToString(binary) + "\""), print(binary));
    }

    @Test
    void anIncompletePayloadDoesNotSpoilTheNext() {
        print((byte) 0xe2, (byte) 0x82);

        assertEquals(object("\"payload\":\"a\""), print((byte) 'a'));
    }
}
