package dev.ringwal.bench.baseline;

import dev.ringwal.bench.system.SystemKind;
import dev.ringwal.bench.system.SystemSource;
import java.util.List;

/** All of them. */
public final class Baselines implements SystemSource {

    @Override
    public List<SystemKind> kinds() {
        return List.of(Baseline.values());
    }
}
