package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringwal.bench.Measurement.Latency;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void survivesTheWayFromAnotherProcess() {
        Measurement measurement = new Measurement(1234.5, 5000, 10, new Latency(1, 2, 3, 4));

        assertEquals(measurement, Measurement.fromProperties(measurement.toProperties()));
    }

    @Test
    void ratesArePerSecondAndPerSync() {
        Measurement measurement = Measurement.of(5000, 10, 500_000_000, Latency.NONE);

        assertEquals(10_000, measurement.recordsPerSecond());
        assertEquals(500, measurement.recordsPerSync());
    }
}
