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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"--systems rawest", "--systems /", "--systems ringwal/", "--systems ringwal/ring-1000", "--systems ,", "--producers 0",
        "--payload 2", "--payload ,", "--repetitions 0", "--seconds 0", "--seconds 1e300", "--rest Infinity", "--warm-up NaN", "--json /none/x",
        "open --segments 0", "open --reads 2147483647", "targets --blocks 0", "targets --without raw", "targets --without nobody",
        "allocation --records 0", "allocation --payload -1", "memory --payload 0", "memory --gigabytes NaN", "idle --seconds -1",
        "many --logs 0", "follow --records 0", "follow --pause-micros 31000000"})
    void whatCannotBeMeasuredIsAnErrorOfUsage(String arguments) {
        assertEquals(CommandLine.ExitCode.USAGE, run(arguments.split(" ")), printed::toString);
        assertEquals(1, printed.toString().lines().count(), printed::toString);
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
        assertEquals(List.of("Append", "-f", "2", "-prof", "gc", "-foe", "true"), jmh("Append", "-f", "2"));
        assertEquals(List.of("-prof", "stack", "Append", "-foe", "false"), jmh("-prof", "stack", "Append", "-foe", "false"));
    }

    private static List<String> jmh(String... arguments) {
        CommandLine main = Main.commandLine();
        main.parseArgs(Stream.concat(Stream.of("jmh"), Arrays.stream(arguments)).toArray(String[]::new));
        JmhCommand jmh = main.getSubcommands().get("jmh").getCommand();
        return JmhCommand.withDefaults(jmh.arguments);
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
