package dev.ringwal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingCommandsTest {

    private static final int RECORDS = 3_000;

    @TempDir
    Path log;

    private Shell shell;

    @BeforeEach
    void appendToSmallSegments() {
        shell = new Shell(log);
        shell.run(records(0, RECORDS), "append", "--segment-bytes", "16384");
    }

    private static String records(int from, int to) {
        return IntStream.range(from, to).mapToObj("record number %d\n"::formatted).collect(Collectors.joining());
    }

    /** A frame of the second segment; the records before it are whole. */
    private void damage() throws IOException {
        Shell.spoilMiddle(shell.segments().get(1), "record number \\d");
    }

    @Test
    void catBeginsAndEndsWhereAsked() {
        assertEquals(records(0, RECORDS), shell.run("", "cat").out());
        assertEquals(records(10, 13), shell.run("", "cat", "--from", "10", "--count", "3").out());
        assertEquals(records(RECORDS - 1, RECORDS), shell.run("", "cat", "--from", "" + (RECORDS - 1)).out());
        assertEquals("", shell.run("", "cat", "--count", "0").out());
        assertEquals("", shell.run("", "cat", "--from", "" + RECORDS).out());
        assertEquals("", shell.run("", "cat", "--from", "" + Long.MAX_VALUE).out());
    }

    @Test
    void catPrintsAsAsked() {
        assertEquals("7265636f7264206e756d6265722037\n", shell.run("", "cat", "--from", "7", "--count", "1", "--format", "hex").out());
        assertTrue(shell.run("", "cat", "--from", "7", "--count", "1", "--format", "json").out()
                .matches("\\{\"sequence\":7,\"timestamp\":1\\d{18},\"payload\":\"record number 7\"\\}\n"), shell.out());
        shell.run(ExitCode.USAGE, "", "cat", "--format", "xml");
        shell.run(ExitCode.USAGE, "", "cat", "--from", "-1");
        shell.run(ExitCode.USAGE, "", "cat", "--count", "-1");
    }

    @Test
    void catBeginsAtATime() {
        long nanos = Long.parseLong(shell.run("", "cat", "--from", "2000", "--count", "1", "--format", "json").out()
                .replaceAll(".*\"timestamp\":(\\d+).*\n", "$1"));
        String time = Instant.EPOCH.plusNanos(nanos).toString();
        List<String> since = shell.run("", "cat", "--from-time", time).out().lines().toList();
        int first = RECORDS - since.size();
        assertEquals(records(first, RECORDS), shell.out());
        assertTrue(first <= 2000, "first " + first);
        assertTrue(shell.run("", "cat", "--from", "" + first, "--count", "1", "--format", "json").out().contains("\"timestamp\":" + nanos));
        assertEquals(0, shell.run("", "cat", "--from-time", "2200-01-01T00:00:00Z").out().length());
        assertEquals(records(0, RECORDS), shell.run("", "cat", "--from-time", "1970-01-01T00:00:00Z").out());
        shell.run(ExitCode.USAGE, "", "cat", "--from-time", "yesterday");
        shell.run(ExitCode.USAGE, "", "cat", "--from-time", "+10000-01-01T00:00:00Z");
        shell.run(ExitCode.USAGE, "", "cat", "--from-time", time, "--from", "1");
    }

    @Test
    void followingEndsWithTheCount() {
        assertEquals(records(0, 5), shell.run("", "cat", "--follow", "--count", "5").out());
    }

    @Test
    void backupIsALog(@TempDir Path elsewhere) {
        Path copy = elsewhere.resolve("copy");
        assertTrue(shell.run("", "backup", copy.toString()).out().startsWith("first sequence  0\nlast sequence   2999\n"), shell.out());
        assertEquals(records(0, RECORDS), new Shell(copy).run("", "cat").out());
        new Shell(copy).run("more\n", "append");
        assertTrue(shell.run(ExitCode.FAILED, "", "backup", copy.toString()).err().contains("it is not empty: name a directory that is"),
                shell.err());
        shell.run(ExitCode.USAGE, "", "backup");
        shell.run(ExitCode.USAGE, "", "backup", "");
    }

    @Test
    void trimmingDropsWholeSegments() throws IOException {
        int segments = shell.segments().size();
        assertTrue(segments > 3, "segments " + segments);

        shell.run("", "trim", "--before", "2000");

        long first = Long.parseLong(shell.out().replaceAll("\\D", ""));
        assertTrue(first > 0 && first <= 2000, shell.out());
        assertTrue(shell.segments().size() < segments);
        assertEquals(records((int) first, RECORDS), shell.run("", "cat").out());
        shell.run(ExitCode.FAILED, "", "cat", "--from", "" + (first - 1));
        assertTrue(shell.err().contains("the first that is left is " + first), shell.err());
    }

    @Test
    void trimmingNothingSaysWhatIsFirst() {
        assertEquals("first sequence  0\n", shell.run("", "trim", "--before", "0").out());
        shell.run(ExitCode.USAGE, "", "trim", "--before", "-1");
        shell.run(ExitCode.USAGE, "", "trim");
    }

    @Test
    void statSaysWhatTheLogHolds() throws IOException {
        long bytes = 0;
        for (Path segment : shell.segments()) {
            bytes += Files.size(segment);
        }
        assertEquals("{\"first_sequence\":0,\"last_sequence\":2999,\"segments\":" + shell.segments().size() + ",\"bytes\":" + bytes
                + ",\"torn_bytes\":0,\"writer_pid\":0}\n", shell.run("", "stat", "--json").out());
        List<String> lines = shell.run("", "stat").lines();
        assertTrue(lines.contains("last sequence   2999") && lines.contains("writer          none"), shell.out());
    }

    @Test
    void intactLogVerifies() throws IOException {
        assertTrue(shell.run("", "verify", "--json").out()
                .matches("\\{\"intact\":true,\"records\":3000,\"segments\":" + shell.segments().size()
                        + ",\"bytes\":\\d+,\"torn_bytes\":0\\}\n"), shell.out());
        assertTrue(shell.run("", "verify").out().startsWith("intact      yes\nrecords     3000\n"), shell.out());
    }

    @Test
    void damageIsFoundAndNamed() throws IOException {
        damage();

        shell.run(ExitCode.CORRUPT, "", "verify", "--json");

        String file = shell.segments().get(1).getFileName().toString();
        assertTrue(shell.out().matches("\\{\"intact\":false,\"records\":\\d+,\"segments\":\\d+,\"bytes\":\\d+,\"torn_bytes\":0,\"file\":\""
                + file + "\",\"offset\":\\d+,\"sequence\":\\d+,\"reason\":\".+\"\\}\n"), shell.out());
        assertTrue(shell.err().contains(file) && shell.err().lines().count() == 1, shell.err());
        shell.run(ExitCode.CORRUPT, "", "verify");
        assertTrue(shell.lines().contains("file        " + file), shell.out());
    }

    @Test
    void catPrintsWhatPrecedesDamage() throws IOException {
        damage();

        shell.run(ExitCode.CORRUPT, "", "cat");

        int printed = shell.lines().size();
        assertTrue(printed > 0 && printed < RECORDS, "printed " + printed);
        assertEquals(records(0, printed), shell.out());
        assertTrue(shell.err().contains("record " + printed), shell.err());
    }

    @Test
    void missingLogIsAFailureAndIsNotMade() {
        Path missing = log.resolve("missing");
        Shell elsewhere = new Shell(missing);
        for (String command : List.of("cat", "stat", "verify", "trim")) {
            elsewhere.run(ExitCode.FAILED, "", command, command.equals("trim") ? new String[] {"--before", "1"} : new String[0]);
            assertEquals("ringwal: there is no log in " + missing + ": 'ringwal append " + missing + "' makes one\n", elsewhere.err());
        }
        assertTrue(Files.notExists(missing));
    }
}
