package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(30)
class LogBuilderTest {

    private final LogBuilder builder = WriteAheadLog.builder(Path.of("unused"));

    private static void refused(String message, Executable setter) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, setter).getMessage());
    }

    @Test
    void whatCannotBeIsRefusedWithValueAndLimit() {
        refused("ringSize 4 is not from 8 to 1048576", () -> builder.ringSize(4));
        refused("ringSize 1000 is not a power of two", () -> builder.ringSize(1000));
        refused("bytesInFlight 0 is not from 1024 to 1099511627776", () -> builder.bytesInFlight(0));
        refused("segmentBytes 1 is not from 16384 to 17179869184", () -> builder.segmentBytes(1));
        refused("recordLimitBytes 0 is not from 1 to 1073741823", () -> builder.recordLimitBytes(0));
        refused("batchLimitBytes 1023 is not from 1024 to 1073741823", () -> builder.batchLimitBytes(1023));
        refused("retainBytes 1 is not from 16384 to 1099511627776", () -> builder.retainBytes(1));
        refused("retainAge PT0S is not from PT0.001S to PT876000H", () -> builder.retainAge(Duration.ZERO));
        refused("rollInterval PT-1S is not from PT0.001S to PT876000H", () -> builder.rollInterval(Duration.ofSeconds(-1)));
        refused("syncInterval PT0S is not from PT0.0001S to PT1H", () -> builder.syncInterval(Duration.ZERO));
        assertThrows(NullPointerException.class, () -> builder.durability(null));
    }

    @Test
    void theDefaultsSuitTheProcessors() {
        Settings settings = builder.settings();
        int processors = Runtime.getRuntime().availableProcessors();
        assertEquals(processors < 4 ? ThreadLayout.ONE : ThreadLayout.TWO, settings.threadLayout());
        assertEquals(processors < 2 ? Waiting.PARK : Waiting.SPIN_THEN_PARK, settings.waiting());
        assertEquals(4096, settings.ringSize());
    }

    @Test
    void aStoreIsFinishedWhenThereIsNoMemoryForTheRing() {
        FakeStore store = new FakeStore();
        store.groupBytes = -1;
        assertThrows(IllegalArgumentException.class, () -> builder.open(store, System::nanoTime));
        assertEquals(1, store.finishes);
        assertTrue(Logs.logThreads().findAny().isEmpty());
    }

    @Test
    void profileDecidesWhatIsNotSet() {
        Settings lowLatency = builder.profile(Profile.LOW_LATENCY).settings();
        assertEquals(ThreadLayout.ONE, lowLatency.threadLayout());
        assertEquals(Waiting.SPIN, lowLatency.waiting());

        Settings throughput = builder.waiting(Waiting.SPIN_THEN_PARK).profile(Profile.THROUGHPUT).settings();
        assertEquals(ThreadLayout.TWO, throughput.threadLayout());
        assertEquals(Waiting.SPIN_THEN_PARK, throughput.waiting());
    }
}
