package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.SystemKind;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.util.List;

/** The questions that are asked of every system. */
enum Workload {

    W1("one append in flight, synced", Durability.SYNCED) {
        @Override
        Measurement measure(Trial trial, Contender contender) throws IOException {
            return LatencyRun.measure(trial, contender);
        }
    },
    W2("up to 1,024 in flight per producer, synced", Durability.SYNCED) {
        @Override
        Measurement measure(Trial trial, Contender contender) throws IOException {
            return ThroughputRun.measure(trial, contender);
        }
    },
    W3("up to 1,024 in flight per producer, written", Durability.WRITTEN) {
        @Override
        Measurement measure(Trial trial, Contender contender) throws IOException {
            return ThroughputRun.measure(trial, contender);
        }
    },
    W4("reading back, every byte checked", Durability.WRITTEN) {
        @Override
        Measurement measure(Trial trial, Contender contender) throws IOException {
            return ReadRun.measure(trial, contender);
        }

        @Override
        boolean asks(SystemKind system) {
            return system == SystemKind.RAW || system == SystemKind.RAW_CRC || system == SystemKind.RINGWAL;
        }
    };

    private final String title;
    private final Durability durability;

    Workload(String title, Durability durability) {
        this.title = title;
        this.durability = durability;
    }

    abstract Measurement measure(Trial trial, Contender contender) throws IOException;

    /** Whether the system gives an answer of its own. */
    boolean asks(SystemKind system) {
        return system != SystemKind.RAW_CRC;
    }

    /** Whether it is asked with several producers. */
    boolean hasProducers() {
        return this == W2 || this == W3;
    }

    /** What the others are compared with. */
    List<SystemKind> bases() {
        return this == W4 ? List.of(SystemKind.RAW, SystemKind.RAW_CRC) : List.of(SystemKind.RAW, SystemKind.RAW_QUEUE);
    }

    String title() {
        return title;
    }

    Durability durability() {
        return durability;
    }
}
