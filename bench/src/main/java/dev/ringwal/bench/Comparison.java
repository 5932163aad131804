package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemKind;
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

    /** Runs one trial. */
    interface Runner {
        Measurement run(Cell cell, SystemName system) throws IOException;
    }

    /** Runs all systems once, then all again, and so on: a machine that grows slower does so for all. */
    static Comparison run(Cell cell, List<SystemName> systems, int repetitions, Runner runner) throws IOException {
        Map<SystemName, List<Measurement>> measurements = new LinkedHashMap<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            for (SystemName system : systems) {
                if (cell.workload().asks(system.kind())) {
                    measurements.computeIfAbsent(system, name -> new ArrayList<>()).add(runner.run(cell, system));
                }
            }
        }
        return new Comparison(cell, measurements);
    }

    /** A figure's ratio to that of a base, if both were measured and it is not the base itself. */
    Optional<Spread> ratio(Figure figure, SystemName system, SystemKind base) {
        List<Measurement> bases = measurements.get(new SystemName(base, null, null));
        return bases == null || system.kind() == base
                ? Optional.empty()
                : Optional.of(Spread.ofRatio(figure, measurements.get(system), bases));
    }
}
