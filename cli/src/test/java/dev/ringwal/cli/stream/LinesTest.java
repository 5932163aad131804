package dev.ringwal.cli.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final int LIMIT = 8;

    /** Gives a byte at a time, as a slow pipe may. */
    private static final class Trickle extends ByteArrayInputStream {
        Trickle(String text) {
            super(text.getBytes(ISO_8859_1));
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(1, length));
        }
    }

    private static InputStream whole(String text) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    private static List<String> split(InputStream in, int initialBytes) throws IOException {
        Lines lines = new Lines(in, LIMIT, initialBytes);
        List<String> split = new ArrayList<>();
        boolean more;
        do {
            more = lines.fill();
            while (lines.next()) {
                split.add(ISO_8859_1.decode(lines.line().duplicate()).toString());
                assertEquals(split.size(), lines.number());
            }
        } while (more);
        return split;
    }

    private static void assertSplits(String text, String... expected) throws IOException {
        for (int initialBytes : new int[] {1, 2, 3, 7, 8, 9, 4096}) {
            assertEquals(List.of(expected), split(whole(text), initialBytes));
            assertEquals(List.of(expected), split(new Trickle(text), initialBytes));
        }
    }

    @Test
    void linesEndBeforeTheNewline() throws IOException {
        assertSplits("a\nbc\ndef\n", "a", "bc", "def");
    }

    @Test
    void lastLineNeedsNoNewline() throws IOException {
        assertSplits("a\nbc", "a", "bc");
    }

    @Test
    void emptyLinesCount() throws IOException {
        assertSplits("\n\na\n\n", "", "", "a", "");
    }

    @Test
    void emptyInputHasNoLine() throws IOException {
        assertSplits("");
    }

    @Test
    void everyOtherByteIsKept() throws IOException {
        assertSplits("a\r\n\u0000\u00ff\u0085\n", "a\r", "\u0000\u00ff\u0085");
    }

    @Test
    void lineOfTheLimitIsTaken() throws IOException {
        assertSplits("12345678\n12345678", "12345678", "12345678");
    }

    @Test
    void lineOverTheLimitIsRefusedByItsNumber() {
        for (int initialBytes : new int[] {1, 8, 4096}) {
            LineTooLongException refused =
                    assertThrows(LineTooLongException.class, () -> split(whole("a\n123456789\nb\n"), initialBytes));
            assertEquals(2, refused.number());
            assertEquals("line 2 is longer than the limit of 8 bytes", refused.getMessage());
        }
    }

    @Test
    void lineOverTheLimitIsRefusedBeforeItsEndIsSeen() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        Lines lines = new Lines(endless, LIMIT, 4);
        while (!assertThatNextIsFalseOrRefused(lines)) {
            assertTrue(lines.fill());
        }
    }

    private static boolean assertThatNextIsFalseOrRefused(Lines lines) {
        try {
            assertFalse(lines.next());
            return false;
        } catch (LineTooLongException refused) {
            return true;
        }
    }
}
