package dev.ringwal.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Output out = new Output(Channels.newChannel(written));

    @Test
    void nothingIsWrittenBeforeItIsFlushed() {
        out.ascii("abc");
        assertEquals(0, written.size());

        out.flush();
        assertEquals("abc", written.toString(UTF_8));
    }

    @Test
    void numbersAreDecimal() {
        out.decimal(0).put(' ').decimal(1234567890).put(' ').decimal(Long.MAX_VALUE).flush();

        assertEquals("0 1234567890 9223372036854775807", written.toString(UTF_8));
    }

    @Test
    void bytesAreHexInLowerCase() {
        out.hex(0).hex(0xab).hex((byte) -1).flush();

        assertEquals("00abff", written.toString(UTF_8));
    }

    @Test
    void linesAreUtf8AndFlushed() {
        out.line("gr\u00fc\u00df");

        assertEquals("gr\u00fc\u00df\n", written.toString(UTF_8));
    }

    @Test
    void whatIsLargerThanTheBufferPassesInOrder() {
        byte[] large = new byte[1_000_000];
        new Random(1).nextBytes(large);

        out.put('<').put(ByteBuffer.wrap(large)).put('>').flush();

        byte[] expected = new byte[large.length + 2];
        expected[0] = '<';
        System.arraycopy(large, 0, expected, 1, large.length);
        expected[expected.length - 1] = '>';
        assertArrayEquals(expected, written.toByteArray());
    }

    @Test
    void brokenPipeIsAReaderThatIsGone() {
        Output broken = new Output(Channels.newChannel(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        }));

        OutputException failure = assertThrows(OutputException.class, () -> broken.line("x"));

        assertTrue(failure.readerGone());
    }
}
