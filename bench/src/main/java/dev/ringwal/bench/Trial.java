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
 * @param directory what the systems may write to; exists
 * @param rawBytes  size of the raw systems' file
 */
record Trial(Workload workload, SystemName system, int payloadBytes, int producers, Duration warmUp, Duration measured,
        Path directory, long rawBytes) {

    /** Opens the system, measures it, and reads back what it holds. */
    Measurement run() throws IOException {
        Settings settings = new Settings(directory, rawBytes, workload.durability(), payloadBytes, producers);
        try (Contender contender = system.open(settings)) {
            Measurement measurement = workload.measure(this, contender);
            if (contender.readBack(new PayloadCheck(payloads())) == 0) {
                throw new IllegalStateException("nothing to read back");
            }
            return measurement;
        }
    }

    Payloads payloads() {
        return new Payloads(producers, payloadBytes);
    }
}
