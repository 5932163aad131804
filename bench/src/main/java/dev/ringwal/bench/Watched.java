package dev.ringwal.bench;

import dev.ringwal.bench.system.CompletionListener;
import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.PayloadCheck;
import dev.ringwal.bench.system.PointReads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A system that knows at the end what its lanes have appended. */
final class Watched implements Contender {

    private final Contender system;
    private final List<Lane> lanes = new ArrayList<>();

    Watched(Contender system) {
        this.system = system;
    }

    /** Lanes are asked for in the order of their producers. */
    @Override
    public Lane lane(int producer, CompletionListener listener) {
        Lane lane = system.lane(producer, listener);
        lanes.add(producer, lane);
        return lane;
    }

    @Override
    public long syncs() {
        return system.syncs();
    }

    @Override
    public long readBack(Consumer<ByteBuffer> payload) throws IOException {
        return system.readBack(payload);
    }

    /** Reads all back that is still there: what was appended, without a gap, up to each producer's last record. */
    void requireAll(PayloadCheck check) throws IOException {
        if (readBack(check) == 0) {
            throw new IllegalStateException("nothing to read back");
        }
        for (int producer = 0; producer < lanes.size(); producer++) {
            check.requireEnd(producer, lanes.get(producer).completed());
        }
    }

    @Override
    public PointReads pointReads() {
        return system.pointReads();
    }

    @Override
    public void close() throws IOException {
        system.close();
    }
}
