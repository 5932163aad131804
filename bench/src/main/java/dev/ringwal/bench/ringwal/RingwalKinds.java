package dev.ringwal.bench.ringwal;

import dev.ringwal.bench.system.SystemKind;
import dev.ringwal.bench.system.SystemSource;
import java.util.List;

/** All of them. */
public final class RingwalKinds implements SystemSource {

    @Override
    public List<SystemKind> kinds() {
        return List.of(RingwalKind.values());
    }
}
