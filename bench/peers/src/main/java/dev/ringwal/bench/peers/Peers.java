package dev.ringwal.bench.peers;

import dev.ringwal.bench.system.SystemKind;
import dev.ringwal.bench.system.SystemSource;
import java.util.List;

/** All of them. */
public final class Peers implements SystemSource {

    @Override
    public List<SystemKind> kinds() {
        return List.of(Peer.values());
    }
}
