package dev.ringwal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.format.FooterBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {

    private static final int RECORDS = 3_000;
    private static final Pattern LOST = Pattern.compile("lost        (\\d+) to (\\d+)");

    @TempDir
    Path directory;

    private Path log;
    private Shell shell;

    @BeforeEach
    void appendToSmallSegments() {
        log = directory.resolve("log");
        shell = new Shell(log);
        shell.run(records(0, RECORDS), "append", "--segment-bytes", "16384");
    }

    private static String records(int from, int to) {
        return IntStream.range(from, to).mapToObj("record number %d\n"::formatted).collect(Collectors.joining());
    }

    /** A frame of the second segment; returns the first and the last record that it takes. */
    private int[] damage() throws IOException {
        Shell.spoilMiddle(shell.segments().get(1), "record number \\d");
        Matcher lost = LOST.matcher(shell.run(ExitCode.CORRUPT, "", "repair").out());
        assertTrue(lost.find(), shell.out());
        return new int[] {Integer.parseInt(lost.group(1)), Integer.parseInt(lost.group(2))};
    }

    @Test
    void logThatIsWholeNeedsNone() {
        assertEquals(List.of("intact      yes", "records     " + RECORDS), shell.run("", "repair").lines());
    }

    @Test
    void damageIsExplainedAndNothingIsChanged() throws IOException {
        int[] lost = damage();
        List<Path> before = shell.segments();

        String explained = shell.run(ExitCode.CORRUPT, "", "repair").out();

        assertTrue(explained.contains("damage      " + before.get(1).getFileName() + " is corrupt at offset "), explained);
        assertTrue(explained.contains("--truncate-at " + lost[0] + " keeps the records before it in place and gives up "
                + (RECORDS - lost[1] - 1) + " that can be verified"), explained);
        assertEquals(before, shell.segments());
    }

    @Test
    void catReadsAroundDamageWhenAsked() throws IOException {
        int[] lost = damage();

        shell.run("", "cat", "--around-damage");

        assertEquals(records(0, lost[0]) + records(lost[1] + 1, RECORDS), shell.out());
        assertTrue(shell.err().contains("records are lost: " + lost[0] + " to " + lost[1]), shell.err());
        shell.run("", "cat", "--around-damage", "--from", "" + lost[0], "--count", "2");
        assertEquals(records(lost[1] + 1, lost[1] + 3), shell.out());
        shell.run(ExitCode.USAGE, "", "cat", "--around-damage", "--follow");
    }

    @Test
    void truncatingEndsTheLogInFrontOfTheRecord() throws IOException {
        int[] lost = damage();

        shell.run("", "repair", "--truncate-at", "" + lost[0]);

        shell.run("more\n", "append");
        assertEquals(records(0, lost[0]) + "more\n", shell.run("", "cat").out());
        shell.run("", "verify");
        try (var files = Files.list(log)) {
            assertTrue(files.anyMatch(file -> file.toString().endsWith(".seg.damaged")));
        }
    }

    @Test
    void truncatingBehindDamageIsRefused() throws IOException {
        int[] lost = damage();

        shell.run(ExitCode.FAILED, "", "repair", "--truncate-at", "" + (lost[1] + 2));
        assertTrue(shell.err().contains("records before it are lost, " + lost[0] + " to " + lost[1]), shell.err());
        shell.run(ExitCode.USAGE, "", "repair", "--truncate-at", "0");
    }

    @Test
    void salvageMakesALogOfWhatIsLeft() throws IOException {
        int[] lost = damage();
        Path into = directory.resolve("salvaged");

        shell.run("", "repair", "--salvage", into.toString());

        assertTrue(shell.out().contains("lost        " + lost[0] + " to " + lost[1]), shell.out());
        Shell salvaged = new Shell(into);
        assertEquals(records(0, lost[0]) + records(lost[1] + 1, RECORDS), salvaged.run("", "cat").out());
        salvaged.run("", "verify");
        shell.run(ExitCode.FAILED, "", "repair", "--salvage", into.toString());
        shell.run(ExitCode.USAGE, "", "repair", "--salvage", "x", "--truncate-at", "1");
    }

    @Test
    void directoryWithoutALogHasNothingToRepair() {
        new Shell(directory.resolve("none")).run(ExitCode.FAILED, "", "repair");
    }

    /** Its records are all there, and it would be damaged still: the index of the first segment. */
    @Test
    void truncatingIsNotOfferedWhereItMendsNothing() throws IOException {
        Path segment = shell.segments().get(0);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        Shell.spoil(segment, FooterBody.decode(bytes, bytes.capacity() - FooterBody.FRAME_BYTES).indexOffset());

        String explained = shell.run(ExitCode.CORRUPT, "", "repair").out();

        assertTrue(explained.contains("truncating  does not help: no record is known to be lost"), explained);
        assertFalse(explained.contains("--truncate-at"), explained);
    }

    @Test
    void listsOfADamagedLogAreCalledSo() throws IOException {
        Path last = shell.segments().get(shell.segments().size() - 1);
        Shell.spoil(last, 4100);

        for (String command : List.of("stat", "topics", "consumers")) {
            shell.run(ExitCode.CORRUPT, "", command);
            assertTrue(shell.err().contains(last.getFileName() + " is corrupt at offset "), shell.err());
        }
    }

    @Test
    void logWithoutItsLockFileIsNoMissingLog() throws IOException {
        Files.delete(log.resolve("LOCK"));

        shell.run(ExitCode.FAILED, "", "cat", "--around-damage");

        assertTrue(shell.err().contains("there is no LOCK in it"), shell.err());
    }

    @Test
    void rootDirectoryIsNoLog() {
        Shell root = new Shell(Path.of("/"));

        root.run(ExitCode.FAILED, "", "repair");

        assertTrue(root.err().contains("there is no log in /"), root.err());
    }
}
