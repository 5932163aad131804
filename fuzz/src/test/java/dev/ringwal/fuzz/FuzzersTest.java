package dev.ringwal.fuzz;

import dev.ringwal.cli.CommandFuzzer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What was found before stays mended, and chance finds nothing in a moment. For more there is fuzz.sh. */
class FuzzersTest {

    private static final int RUNS = 3000;
    private static final int COMMAND_RUNS = 60;
    private static final int MOST_BYTES = 2000;

    private interface Target {
        void run(byte[] data) throws IOException;
    }

    private static final Map<String, Target> TARGETS = new TreeMap<>(Map.of(
            "frame", FrameFuzzer::fuzzerTestOneInput,
            "segment-header", SegmentHeaderFuzzer::fuzzerTestOneInput,
            "state", StateFuzzer::fuzzerTestOneInput,
            "directory", DirectoryFuzzer::fuzzerTestOneInput,
            "command", CommandFuzzer::fuzzerTestOneInput));

    @TestFactory
    Stream<DynamicTest> chance() {
        return TARGETS.entrySet().stream().map(target -> DynamicTest.dynamicTest(target.getKey(), () -> {
            int runs = target.getKey().equals("command") ? COMMAND_RUNS : RUNS;
            for (int seed = 0; seed < runs; seed++) {
                Random random = new Random(seed);
                byte[] data = new byte[random.nextInt(MOST_BYTES)];
                random.nextBytes(data);
                run(target.getValue(), data, "seed " + seed);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> whatWasFoundBefore() throws IOException, URISyntaxException {
        URL found = FuzzersTest.class.getResource("/found");
        if (found == null) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(Path.of(found.toURI()))) {
            List<Path> inputs = files.filter(Files::isRegularFile).sorted().toList();
            return inputs.stream().map(file -> DynamicTest.dynamicTest(file.getParent().getFileName() + "/" + file.getFileName(),
                    () -> run(TARGETS.get(file.getParent().getFileName().toString()), Files.readAllBytes(file), file.toString())));
        }
    }

    private static void run(Target target, byte[] data, String what) {
        try {
            target.run(data);
        } catch (Throwable broken) {
            throw new AssertionError(what + ": " + broken, broken);
        }
    }
}
