package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show compiles, and the tests that they name are there. */
class DocumentsTest {

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*Test)(?:\\.([a-z][A-Za-z]*)(…)?)?`");

    /** What a piece of an example takes for granted. */
    private static final String AROUND = """
            import static java.nio.charset.StandardCharsets.UTF_8;
            import dev.ringwal.*;
            import dev.ringwal.log.*;
            abstract class Example {
                abstract void charge(byte[] payload);
                void run(WriteAheadLog log) {
            %s
                }
            }
            """;

    @Test
    void examplesCompile(@TempDir Path classes) throws Exception {
        List<String> examples = documents().flatMap(document -> matches(EXAMPLE, document).map(found -> found.group(1))).toList();
        assertTrue(examples.size() >= 2, "examples: " + examples.size());
        for (String example : examples) {
            assertEquals("", complaintsAbout(example, classes));
        }
    }

    private static String complaintsAbout(String example, Path classes) throws Exception {
        String source = example.contains("class Example") ? example : AROUND.formatted(example);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        String known = placeOf(WriteAheadLog.class) + ":" + placeOf(LogReader.class);
        List<String> options = List.of("-proc:none", "-d", classes.toString(), "-cp", known);
        boolean compiled = compiler.getTask(complaints, null, null, options, null, List.of(new Source(source))).call();
        return compiled ? "" : complaints + " in\n" + source;
    }

    private static Path placeOf(Class<?> known) throws Exception {
        return Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void testsThatAreNamedExist() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        List<MatchResult> named = documents().flatMap(document -> matches(TEST, document)).toList();
        assertTrue(named.size() > 100, "tests named: " + named.size());
        for (MatchResult test : named) {
            String source = tests.getOrDefault(test.group(1), "");
            String method = test.group(2) == null ? "class " + test.group(1)
                    : " void " + test.group(2) + (test.group(3) == null ? "(" : "");
            if (!source.contains(method)) {
                missing.add(test.group());
            }
        }
        assertEquals(List.of(), missing);
    }

    private static Stream<String> documents() {
        try (Stream<Path> documents = Files.list(PROJECT.resolve("docs"))) {
            List<Path> all = documents.filter(file -> file.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(Stream.of(PROJECT.resolve("README.md")), all.stream()).map(DocumentsTest::text).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sources of the tests by class. Two modules may have tests of one name: then both are meant. */
    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(PROJECT)) {
            List<Path> roots = modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory).toList();
            List<Path> files = new ArrayList<>();
            for (Path root : roots) {
                try (Stream<Path> below = Files.walk(root)) {
                    below.filter(file -> file.toString().endsWith("Test.java")).forEach(files::add);
                }
            }
            Function<Path, String> name = file -> file.getFileName().toString().replace(".java", "");
            return files.stream().collect(Collectors.toMap(name, DocumentsTest::text, String::concat));
        }
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
