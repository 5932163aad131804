package dev.ringwal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderlyExitTest {

    private final List<String> happened = new ArrayList<>();

    private OrderlyExit exit(Duration patience) {
        return new OrderlyExit(() -> happened.add("asked"), () -> happened.add("overdue"), patience);
    }

    @Test
    void signalWaitsForTheCommand() {
        OrderlyExit exit = exit(Duration.ofHours(1));
        exit.close();
        exit.end();

        assertEquals(List.of("asked"), happened);
    }

    @Test
    void signalDoesNotWaitForEver() {
        OrderlyExit exit = exit(Duration.ofMillis(1));
        exit.end();
        exit.close();

        assertEquals(List.of("asked", "overdue"), happened);
    }
}
