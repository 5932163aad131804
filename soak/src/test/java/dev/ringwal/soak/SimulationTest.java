package dev.ringwal.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.storage.Fault;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.soak.Coverage.Event;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final long FIRST_SEED = 1;
    private static final long HISTORIES = 22_000;
    private static final long LEAST_OF_EACH = 1000;
    private static final long LEAST_OF_EACH_CRASH_POINT = 50;

    /** Ten operations change the disk, in three phases; nothing is locked while the log is closed. */
    private static final int CRASH_POINTS = 29;

    @Test
    void nothingPromisedIsEverLost() {
        Simulation simulation = new Simulation(FIRST_SEED, Ending.ASSUMED);
        AtomicLong left = new AtomicLong(HISTORIES);
        simulation.run(() -> left.decrementAndGet() >= 0);
        Simulation.Failure failure = simulation.failure();
        if (failure != null) {
            throw new AssertionError(failure.toString(), failure.cause());
        }
        Coverage coverage = simulation.coverage();
        System.out.println(coverage);

        assertEquals(HISTORIES, coverage.histories());
        assertTrue(coverage.medianOperations() >= 50, "median history: " + coverage.medianOperations());
        for (Event event : Event.values()) {
            boolean assumed = event != Event.POWER_CUT_DESTROYS;
            assertTrue(!assumed || coverage.of(event) >= LEAST_OF_EACH, event + " happened " + coverage.of(event) + " times");
        }
        for (Operation operation : Operation.values()) {
            long failed = coverage.of(operation, Fault.FAILS);
            assertTrue(failed >= LEAST_OF_EACH, operation + " failed " + failed + " times");
        }
        assertEquals(CRASH_POINTS, coverage.crashes().size());
        coverage.crashes().forEach((point, count) ->
                assertTrue(count >= LEAST_OF_EACH_CRASH_POINT, point + " happened " + count + " times"));
    }

    @Test
    void seedReplaysExactly() {
        Coverage once = new Coverage();
        Coverage again = new Coverage();
        new History(77, once).run();
        new History(77, again).run();

        assertEquals(once.toString(), again.toString());
    }
}
