package dev.ringwal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.WriteAheadLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {

    @TempDir
    Path directory;

    private Path log;
    private Shell shell;

    @BeforeEach
    void nameALogThatIsNotThere() {
        log = directory.resolve("parent/log");
        shell = new Shell(log);
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> number + "\n").collect(Collectors.joining());
    }

    @Test
    void whatIsAppendedIsPrinted() {
        shell.run("a\r\n\ngr\u00fc\u00df\nlast", "append");

        assertEquals("", shell.out() + shell.err());
        assertEquals("a\r\n\ngr\u00fc\u00df\nlast\n", shell.run("", "cat").out());
    }

    @Test
    void emptyInputCreatesTheLog() {
        shell.run("", "append");

        assertTrue(Files.isDirectory(log));
        assertEquals("", shell.run("", "cat").out());
    }

    @Test
    void aSecondAppendGoesOn() {
        shell.run(numbers(0, 10), "append").run(numbers(10, 20), "append", "-");

        assertEquals(numbers(0, 20), shell.run("", "cat").out());
    }

    @Test
    void aFileIsReadInsteadOfStandardInput() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x\ny");

        shell.run("not this", "append", file.toString());

        assertEquals("x\ny\n", shell.run("", "cat").out());
    }

    @Test
    void aMissingFileCreatesNoLog() {
        shell.run(ExitCode.FAILED, "", "append", directory.resolve("missing").toString());

        assertFalse(Files.exists(log));
        assertEquals(1, shell.err().lines().count());
    }

    @Test
    void everySequenceIsAcknowledgedInOrder() {
        shell.run(numbers(0, 10_000), "append", "--acks", "--max-in-flight", "100");

        assertEquals(numbers(0, 10_000), shell.out());
    }

    @Test
    void oneInFlightIsEnough() {
        shell.run(numbers(0, 100), "append", "--acks", "--max-in-flight", "1", "--durability", "written");

        assertEquals(numbers(0, 100), shell.out());
    }

    @Test
    void figuresAreTheLastLine() {
        shell.run("ab\n\ncde\n", "append", "--acks", "--json");

        assertEquals(4, shell.lines().size());
        assertTrue(shell.lines().get(3).matches("\\{\"records\":3,\"bytes\":5,\"seconds\":\\d+\\.\\d+,\"records_per_second\":\\d+\\.\\d,"
                + "\"syncs\":[1-9]\\d*,\"first_sequence\":0,\"last_sequence\":2,"
                + "\"ack_latency_us\":\\{\"p50\":\\d+\\.\\d,\"p99\":\\d+\\.\\d,\"p999\":\\d+\\.\\d,\"max\":\\d+\\.\\d\\}\\}"), shell.out());
    }

    @Test
    void figuresOfNothingHaveNoSequence() {
        shell.run("", "append", "--json");

        assertTrue(shell.out().contains("\"records\":0,"), shell.out());
        assertTrue(shell.out().contains("\"first_sequence\":-1,\"last_sequence\":-1,"), shell.out());
    }

    @Test
    void batchesAreCountedAsRecords() {
        shell.run(numbers(0, 25), "append", "--batch", "10", "--acks", "--json", "--max-in-flight", "2");

        assertTrue(shell.out().startsWith(numbers(0, 25) + "{\"records\":25,"), shell.out());
        assertEquals(numbers(0, 25), shell.run("", "cat").out());
    }

    @Test
    void lineOverTheLimitEndsItBehindTheLinesBefore() {
        shell.run(ExitCode.FAILED, "a\nbb\nccccc\nd\n", "append", "--record-limit-bytes", "4", "--acks", "--json");

        String failure = "line 3 is longer than the limit of 4 bytes; 2 records were acknowledged:"
                + " append the rest with a larger --record-limit-bytes";
        assertEquals("ringwal: " + failure + "\n", shell.err());
        assertTrue(shell.out().startsWith("0\n1\n{\"records\":2,"), shell.out());
        assertTrue(shell.out().endsWith(",\"error\":\"" + failure + "\"}\n"), shell.out());
        assertEquals("a\nbb\n", shell.run("", "cat").out());
    }

    @Test
    void unfinishedBatchBeforeALineOverTheLimitIsDropped() {
        shell.run(ExitCode.FAILED, "a\nb\nc\nddddd\n", "append", "--record-limit-bytes", "4", "--batch", "2");

        assertEquals("a\nb\n", shell.run("", "cat").out());
    }

    @Test
    void logInUseNamesItsOwner() {
        try (WriteAheadLog owner = WriteAheadLog.open(log)) {
            owner.append(new byte[] {'a'});
            shell.run(ExitCode.IN_USE, "b\n", "append", "--json");
        }
        String pid = "process " + ProcessHandle.current().pid();
        assertTrue(shell.err().contains(pid), shell.err());
        assertTrue(shell.out().contains("\"records\":0,") && shell.out().contains(pid), shell.out());
        assertEquals("a\n", shell.run("", "cat").out());
    }

    @Test
    void valuesOutOfRangeAreUsage() {
        String[][] wrong = {
            {"--max-in-flight", "0"}, {"--max-in-flight", "1048577"}, {"--batch", "0"}, {"--durability", "maybe"},
            {"--segment-bytes", "1"}, {"--record-limit-bytes", "0"}, {"--no-such-option"}
        };
        for (String[] arguments : wrong) {
            shell.run(ExitCode.USAGE, "", "append", arguments);
            assertEquals(1, shell.err().lines().count(), shell.err());
        }
        assertFalse(Files.exists(log));
    }
}
