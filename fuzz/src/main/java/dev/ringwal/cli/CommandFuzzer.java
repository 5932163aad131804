package dev.ringwal.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command with arbitrary options and an arbitrary input, on a log in a directory of its own: it ends with one of the documented exit
 * codes, and never with an internal error.
 */
public final class CommandFuzzer {

    private static final List<String> COMMANDS = List.of("append", "cat", "stat", "verify", "trim", "repair");
    private static final List<String> OPTIONS = List.of("--durability", "synced", "written", "--max-in-flight", "--batch", "--acks",
            "--json", "--segment-bytes", "--record-limit-bytes", "--from", "--count", "--format", "text", "json", "hex", "--before",
            "--truncate-at", "--around-damage", "1", "0", "-1", "16384", "99999999999999999999", "--help", "--");

    private CommandFuzzer() {
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Path directory = Files.createTempDirectory("fuzz");
        try {
            int at = 0;
            for (int command = 0; command < 3 && at < data.length; command++) {
                int options = data[at] & 7;
                int end = Math.min(data.length, at + 1 + options + (data[at] & 0xFF) * 4);
                run(directory.resolve("log"), Arrays.copyOfRange(data, at + 1, end), options);
                at = end;
            }
        } finally {
            delete(directory);
        }
    }

    private static void run(Path log, byte[] data, int options) {
        if (data.length == 0) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(COMMANDS.get((data[0] & 0xFF) % COMMANDS.size()), log.toString()));
        for (int i = 1; i <= options && i < data.length; i++) {
            arguments.add(option(data, i));
        }
        byte[] input = Arrays.copyOfRange(data, Math.min(data.length, options + 1), data.length);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Ringwal ringwal = new Ringwal(new ByteArrayInputStream(input), Channels.newChannel(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = Main.run(ringwal, arguments.toArray(new String[0]));
        String said = err.toString(StandardCharsets.UTF_8);
        if (code < ExitCode.DONE || code > ExitCode.IN_USE || said.contains("internal error")) {
            throw new AssertionError("exit code " + code + " of " + arguments + ": " + said);
        }
    }

    /** Mostly one that there is. */
    private static String option(byte[] data, int at) {
        int choice = data[at] & 0xFF;
        return choice < 200 ? OPTIONS.get(choice % OPTIONS.size())
                : new String(data, at, Math.min(3, data.length - at), StandardCharsets.ISO_8859_1).replace('/', '_').replace('\0', '_');
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
