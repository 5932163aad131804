package dev.ringwal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of the module's packages knows which. A new arrow is a decision: it is made here. */
class ImportTableTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/ringwal/log");
    private static final Pattern MENTION = Pattern.compile("\\bdev\\.ringwal(?:\\.([a-z]+))?(?:\\.([a-z]+))?\\.[A-Z*]");

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "log.format", Set.of(),
            "log.storage", Set.of(),
            "log", Set.of("log.format"),
            "log.segment", Set.of("log", "log.format", "log.storage"),
            "log.local", Set.of("log", "log.format", "log.storage", "log.segment"),
            "log.repair", Set.of("log", "log.format", "log.storage", "log.segment", "log.local"));

    @Test
    void everyPackageImportsOnlyWhatItMayKnow() throws IOException {
        Set<String> arrows = new TreeSet<>();
        for (Path source : sources()) {
            String from = packageOf(source);
            assertTrue(ALLOWED.containsKey(from), "a package that the table does not have: " + from);
            for (String to : mentionedIn(source)) {
                if (!to.equals(from) && !ALLOWED.get(from).contains(to)) {
                    arrows.add(from + " -> " + to + " in " + source.getFileName());
                }
            }
        }

        assertEquals(Set.of(), arrows);
    }

    @Test
    void tableHasNoPackageThatIsGone() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path source : sources()) {
            packages.add(packageOf(source));
        }

        assertEquals(new TreeSet<>(ALLOWED.keySet()), packages);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String packageOf(Path source) {
        Path below = SOURCES.relativize(source);
        return below.getNameCount() == 1 ? "log" : "log." + below.getName(0);
    }

    /** Imports, and names that are written out; documentation may link wherever it likes. */
    private static Set<String> mentionedIn(Path source) throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String line : Files.readAllLines(source)) {
            Matcher mention = MENTION.matcher(line.strip().matches("[*/].*") ? "" : line);
            while (mention.find()) {
                packages.add(mention.group(2) == null ? String.valueOf(mention.group(1)) : mention.group(1) + "." + mention.group(2));
            }
        }
        return packages;
    }
}
