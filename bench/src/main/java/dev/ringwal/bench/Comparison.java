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

    /** Runs all systems once, then all again, and so on: a machine that grows slower does so for all. */
    static Comparison run(Cell cell, List<SystemName> systems, int repetitions, Runner runner) throws IOException {
        Map<SystemName, List<Measurement>> measurements = new LinkedHashMap<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (SystemName system : systems) {
                if (cell.workload().canBeAskedOf(system)) {
                    measurements.computeIfAbsent(system, name -> new ArrayList<>()).add(runner.run(cell, system));
                }
            }
        }
        return new Comparison(cell, measurements);
    }

    /** The baselines among the systems: what the others are compared with. */
    List<SystemName> bases() {
        return measurements.keySet().stream().filter(system -> system.toString().startsWith(BASE_PREFIX)).toList();
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
