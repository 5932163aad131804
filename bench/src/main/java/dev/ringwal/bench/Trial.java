package dev.ringwal.bench;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.PayloadCheck;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One system under one workload, once.
 *
 * @param rate         records a second, where it is fixed
 * @param directory    what the systems may write to; exists
 * @param rawBytes     size of the raw systems' file
 * @param segmentBytes size of a log's segments
 */
record Trial(Workload workload, SystemName system, int payloadBytes, int producers, int rate, Duration warmUp, Duration measured,
        Path directory, long rawBytes, long segmentBytes) {

    /** Measures an open system. */
    interface Run {
        Measurement measure(Trial trial, Contender contender) throws IOException;
    }

    Measurement run() throws IOException {
        return workload.measure(this);
    }

    /** Opens the system, measures it, and reads back what it holds. */
    Measurement measure(Run run) throws IOException {
        try (Watched contender = new Watched(system.open(settings()))) {
            Measurement measurement = run.measure(this, contender);
            contender.requireAll(new PayloadCheck(payloads()));
            return measurement;
        }
    }

    Settings settings() {
        return new Settings(directory, rawBytes, segmentBytes, keptBytes(), workload.durability(), payloadBytes, producers,
                workload.hasOneInFlight() ? 1 : Settings.manyInFlight(payloadBytes));
    }

    private long keptBytes() {
        return workload.readsAll() ? Settings.ALL_BYTES : Math.min(rawBytes, Settings.KEPT_BYTES);
    }

    /** How many records go in front of the warm-up, as fast as they can: with them files of full segments have been trimmed. */
    long filling() {
        return workload.goesOn() ? (keptBytes() + 3 * segmentBytes) / (payloadBytes + Integer.BYTES) : 0;
    }

    Trial withSegments(long bytes) {
        return new Trial(workload, system, payloadBytes, producers, rate, warmUp, measured, directory, rawBytes, bytes);
    }

    Payloads payloads() {
        return new Payloads(producers, payloadBytes);
    }
}
