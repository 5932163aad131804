package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measurements of one cell by system, one for each repetition. The n-th of all systems ran one after the other.
 *
 * @param measurements in the order in which the systems were named
 */
record Comparison(Cell cell, Map<SystemName, List<Measurement>> measurements) {

    private static final String BASE_PREFIX = "raw";

    /** Runs one trial. */
    interface Runner {
        Measurement run(Cell cell, SystemName system) throws IOException;
    }

    /**
     * Runs all systems once, then all again, and so on: a machine that grows slower does so for all. Each time another one comes first, and
     * last: what one leaves behind for the next is not always the same one's.
     */
    static Comparison run(Cell cell, List<SystemName> systems, int repetitions, Runner runner) throws IOException {
        List<SystemName> asked = systems.stream().filter(cell.workload()::canBeAskedOf).toList();
        Map<SystemName, List<Measurement>> measurements = new LinkedHashMap<>();
        asked.forEach(system -> measurements.put(system, new ArrayList<>()));
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (int i = 0; i < asked.size(); i++) {
                SystemName system = asked.get((i + repetition) % asked.size());
                measurements.get(system).add(runner.run(cell, system));
            }
        }
        return new Comparison(cell, measurements);
    }

    /** The baselines among the systems: what the others are compared with. */
    List<SystemName> bases() {
        return measurements.keySet().stream().filter(system -> system.toString().startsWith(BASE_PREFIX)).toList();
    }

    /** The system of that name, if it was measured. */
    Optional<SystemName> named(String name) {
        return measurements.keySet().stream().filter(system -> system.toString().equals(name)).findFirst();
    }

    List<Measurement> of(SystemName system) {
        return measurements.get(system);
    }

    /** A figure's ratio to that of a base, unless it is the base itself. */
    Optional<Spread> ratio(Figure figure, SystemName system, SystemName base) {
        return system.equals(base)
                ? Optional.empty()
                : Optional.of(Spread.ofRatio(figure, measurements.get(system), measurements.get(base)));
    }
}
