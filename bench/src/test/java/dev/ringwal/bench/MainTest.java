package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class MainTest {

    @TempDir(factory = UnderTarget.class)
    Path directory;

    private final StringWriter printed = new StringWriter();

    @Test
    void comparesEverythingUnlessToldOtherwise() {
        Compare compare = parse();

        assertEquals(List.of(Workload.W1, Workload.W2, Workload.W3, Workload.W4), compare.workloads);
        assertEquals(List.of(100, 1024), compare.payloadBytes);
        assertEquals(List.of(1, 4), compare.producers);
        assertEquals(7, compare.systems.size());
        assertEquals(3, compare.timing.seconds);
    }

    @Test
    void takesListsSeparatedByCommas() {
        Compare compare = parse("--workloads", "w1,W3", "--systems", "raw,ringwal/two", "--payload", "64", "--producers", "2,3",
                "--seconds", "0.5", "--repetitions", "7");

        assertEquals(List.of(Workload.W1, Workload.W3), compare.workloads);
        assertEquals(List.of(SystemName.parse("raw"), SystemName.parse("ringwal/two")), compare.systems);
        assertEquals(List.of(64), compare.payloadBytes);
        assertEquals(List.of(2, 3), compare.producers);
        assertEquals(500, compare.timing.measured().toMillis());
        assertEquals(7, compare.repetitions);
    }

    @Test
    void whatCannotBeMeasuredIsAnErrorOfUsage() {
        assertEquals(CommandLine.ExitCode.USAGE, run("--systems", "rawest"));
        assertEquals(CommandLine.ExitCode.USAGE, run("--producers", "0"));
        assertEquals(CommandLine.ExitCode.USAGE, run("--payload", "2"));
        assertEquals(CommandLine.ExitCode.USAGE, run("--repetitions", "0"));
        assertEquals(CommandLine.ExitCode.USAGE, run("--seconds", "0"));
        assertEquals(CommandLine.ExitCode.USAGE, run("open", "--segments", "0"));
    }

    @Test
    void comparesInProcessesOfTheirOwnAndLeavesTheFiguresOnly() throws IOException {
        Path json = directory.resolve("figures.json");
        Path data = directory.resolve("data");

        assertEquals(CommandLine.ExitCode.OK, run("--workloads", "W1", "--systems", "ringwal,ringwal-futures", "--payload", "100",
                "--repetitions", "1", "--seconds", "0.05", "--warm-up", "0", "--dir", data.toString(), "--json", json.toString()),
                printed::toString);

        assertTrue(Files.readString(json).contains("\"system\":\"ringwal-futures\""));
        assertTrue(Files.notExists(data));
        assertTrue(printed.toString().contains("W1  one append in flight"), printed::toString);
    }

    @Test
    void opensALargeLogAndLeavesTheFiguresOnly() {
        Path data = directory.resolve("data");

        assertEquals(CommandLine.ExitCode.OK, run("open", "--segments", "3", "--segment-bytes", "1048576", "--openings", "2", "--reads",
                "1000", "--dir", data.toString()), printed::toString);

        assertTrue(printed.toString().contains("first opening in this process"), printed::toString);
        assertTrue(Files.notExists(data));
    }

    @Test
    void jmhGetsItsArgumentsAndCountsAllocationUnlessToldOtherwise() {
        assertEquals(List.of("Append", "-f", "2", "-prof", "gc"), jmh("Append", "-f", "2"));
        assertEquals(List.of("-prof", "stack", "Append"), jmh("-prof", "stack", "Append"));
    }

    private static List<String> jmh(String... arguments) {
        CommandLine main = Main.commandLine();
        main.parseArgs(Stream.concat(Stream.of("jmh"), Arrays.stream(arguments)).toArray(String[]::new));
        JmhCommand jmh = main.getSubcommands().get("jmh").getCommand();
        return JmhCommand.withProfiler(jmh.arguments);
    }

    private static Compare parse(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.parseArgs(arguments);
        return commandLine.getCommand();
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(printed);
        return Main.commandLine().setOut(writer).setErr(writer).execute(arguments);
    }
}
