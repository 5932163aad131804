package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class JavaProcessTest {

    @Test
    void whatDoesNotEndInTimeIsEnded() {
        assertThrows(TimeoutException.class, () -> JavaProcess.run(List.of(), List.of(), List.of("--help"), Duration.ZERO));
    }
}
