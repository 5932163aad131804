package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class JavaProcessTest {

    @Test
    void whatDoesNotEndInTimeIsEnded() {
        List<String> endless = List.of("sh", "-c", "exec sleep 1000"); // takes what follows for its own arguments

        assertThrows(TimeoutException.class, () -> JavaProcess.run(endless, List.of(), List.of(), Duration.ZERO));

        ProcessHandle.current().children().forEach(child -> assertDoesNotThrow(() -> child.onExit().get(10, TimeUnit.SECONDS)));
    }
}
