package dev.ringwal.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Runs commands on one log, in this JVM; the last one's output and exit code. */
final class Shell {

    private final Path log;
    private byte[] out = {};
    private String err = "";

    Shell(Path log) {
        this.log = log;
    }

    /** What the command is given on standard input. */
    Shell run(String input, String command, String... arguments) {
        return run(ExitCode.DONE, input, command, arguments);
    }

    Shell run(int exitCode, String input, String command, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = command;
        all[1] = log.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        Ringwal ringwal = new Ringwal(new ByteArrayInputStream(input.getBytes(UTF_8)), Channels.newChannel(outBytes),
                new PrintStream(errBytes, true, UTF_8));
        int actual = Main.run(ringwal, all);
        out = outBytes.toByteArray();
        err = errBytes.toString(UTF_8);
        assertEquals(exitCode, actual, err);
        return this;
    }

    String out() {
        return new String(out, UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    String err() {
        return err;
    }

    /** Every segment, in order. */
    List<Path> segments() throws IOException {
        try (var files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
        }
    }

    /** Flips a bit of the record in the middle of the segment, all of whose records have that form. */
    static void spoilMiddle(Path segment, String form) throws IOException {
        List<Integer> records = Pattern.compile(form).matcher(Files.readString(segment, ISO_8859_1)).results()
                .map(MatchResult::start).toList();
        spoil(segment, records.get(records.size() / 2));
    }

    static void spoil(Path segment, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[Math.toIntExact(offset)] ^= 1;
        Files.write(segment, bytes);
    }
}
