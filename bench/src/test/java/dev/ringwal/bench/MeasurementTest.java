package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void survivesTheWayFromAnotherProcess() {
        Measurement measurement = new Measurement(Map.of(Figure.RECORDS_PER_SECOND, 1234.5, Figure.P50_NANOS, 1.0));

        assertEquals(measurement, Measurement.fromProperties(measurement.toProperties()));
    }

    @Test
    void latenciesSurviveIt() {
        Histogram nanos = new Histogram(3);
        nanos.recordValueWithCount(20_000, 997);
        nanos.recordValueWithCount(5_000_000, 3);
        Measurement measurement = Measurement.ofLatencies(nanos);

        assertEquals(measurement, Measurement.fromProperties(measurement.toProperties()));
    }

    @Test
    void whatWasNotMeasuredIsNoNumber() {
        assertTrue(Double.isNaN(new Measurement(Map.of()).of(Figure.P50_NANOS)));
        assertEquals("-", Figure.P50_NANOS.format(Double.NaN));
    }

    @Test
    void appendsThatTookMoreThanAMillisecondAreStalls() {
        Histogram nanos = new Histogram(3);
        nanos.recordValueWithCount(20_000, 997);
        nanos.recordValueWithCount(5_000_000, 3);

        assertEquals(3000, Measurement.ofLatencies(nanos).of(Figure.STALLS_PER_MILLION));
    }

    @Test
    void nothingStallsWhereAllIsFast() {
        Histogram nanos = new Histogram(3);
        nanos.recordValue(20_000);

        assertEquals(0, Measurement.ofLatencies(nanos).of(Figure.STALLS_PER_MILLION));
    }
}
