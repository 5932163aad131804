package dev.ringwal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCommandsTest {

    @TempDir
    Path log;

    private Shell shell;

    @BeforeEach
    void appendToThreeTopics() {
        shell = new Shell(log);
        shell.run("one\n", "append");
        shell.run("buy\nsell\n", "append", "--topic", "orders");
        shell.run("tick\n", "append", "--topic", "prices", "--batch", "2");
    }

    @Test
    void topicsAreListedWithTheirCounts() {
        assertEquals(List.of("1", "2 orders", "1 prices"), shell.run("", "topics").lines());
        assertEquals("{\"topic\":\"orders\",\"records\":2}", shell.run("", "topics", "--json").lines().get(1));
    }

    @Test
    void catPrintsOneTopic() {
        assertEquals("buy\nsell\n", shell.run("", "cat", "--topic", "orders").out());
        assertEquals("sell\n", shell.run("", "cat", "--topic", "orders", "--from", "2").out());
        assertEquals("buy\n", shell.run("", "cat", "--topic", "orders", "--count", "1").out());
        assertEquals("one\n", shell.run("", "cat", "--topic", "").out());
        assertEquals("one\nbuy\nsell\ntick\n", shell.run("", "cat").out());
        shell.run(ExitCode.FAILED, "", "cat", "--topic", "nonsense");
        assertTrue(shell.err().contains("nonsense"), shell.err());
    }

    @Test
    void catSaysTheTopicInJson() {
        assertTrue(shell.run("", "cat", "--topic", "prices", "--format", "json").out()
                .matches("\\{\"sequence\":3,\"timestamp\":\\d+,\"topic\":\"prices\",\"payload\":\"tick\"}\n"), shell.out());
    }

    @Test
    void catOfAConsumerGoesOnBehindWhatItCommitted() {
        assertEquals("one\nbuy\n", shell.run("", "cat", "--consumer", "billing", "--commit", "--count", "2").out());
        assertEquals("sell\ntick\n", shell.run("", "cat", "--consumer", "billing").out());
        assertEquals("sell\ntick\n", shell.run("", "cat", "--consumer", "billing").out());
        assertEquals("sell\ntick\n", shell.run("", "cat", "--consumer", "billing", "--commit").out());
        assertEquals("", shell.run("", "cat", "--consumer", "billing", "--commit").out());
        shell.run("more\n", "append");
        assertEquals("more\n", shell.run("", "cat", "--consumer", "billing").out());
    }

    @Test
    void consumerOfATopicIsListedMovedAndDeleted() {
        assertEquals("buy\n", shell.run("", "cat", "--consumer", "audit", "--topic", "orders", "--commit", "--count", "1").out());
        assertEquals(List.of("2 2 audit orders"), shell.run("", "consumers").lines());
        assertEquals(List.of("{\"consumer\":\"audit\",\"topic\":\"orders\",\"next_sequence\":2,\"lag\":2}"),
                shell.run("", "consumers", "--json").lines());
        assertEquals("next sequence  0\n", shell.run("", "consumers", "--seek", "audit", "--to", "start").out());
        assertEquals("buy\nsell\n", shell.run("", "cat", "--consumer", "audit").out());
        assertEquals("next sequence  4\n", shell.run("", "consumers", "--seek", "audit", "--to", "end").out());
        assertEquals("next sequence  2\n", shell.run("", "consumers", "--seek", "audit", "--to", "2").out());
        shell.run("", "consumers", "--delete", "audit");
        assertEquals(List.of(), shell.run("", "consumers").lines());
    }

    @Test
    void whatCannotBeIsRefused() {
        shell.run(ExitCode.FAILED, "", "cat", "--consumer", "nobody");
        shell.run(ExitCode.FAILED, "", "consumers", "--delete", "nobody");
        shell.run(ExitCode.USAGE, "", "cat", "--commit");
        shell.run(ExitCode.USAGE, "", "cat", "--consumer", "a", "--from", "1");
        shell.run(ExitCode.USAGE, "", "consumers", "--seek", "a");
        shell.run("", "cat", "--consumer", "audit", "--commit");
        shell.run(ExitCode.USAGE, "", "consumers", "--seek", "audit", "--to", "-1");
        shell.run(ExitCode.FAILED, "", "cat", "--consumer", "audit", "--topic", "orders", "--commit");
        shell.run(ExitCode.FAILED, "x\n", "append", "--topic", "x".repeat(256));
        assertTrue(shell.err().contains("255"), shell.err());
    }
}
