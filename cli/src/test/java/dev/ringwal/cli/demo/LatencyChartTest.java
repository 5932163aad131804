package dev.ringwal.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyChartTest {

    private final Histogram nanos = new Histogram(3_600_000_000_000L, 3);

    @Test
    void barsCoverWhatWasMeasuredInStepsOfOneTwoFive() {
        nanos.recordValueWithCount(30_000, 50);
        nanos.recordValueWithCount(300_000, 25);
        nanos.recordValueWithCount(1_500_000_000, 25);

        List<String> lines = LatencyChart.lines(nanos);

        assertTrue(lines.get(0).startsWith("p50 30 us   p90 1.50 s"), lines.get(0));
        assertTrue(lines.get(1).matches("<  50 us  #{40} +50\\.00 %"), lines.get(1));
        assertTrue(lines.get(2).matches("< 100 us +0\\.00 %"), lines.get(2));
        assertTrue(lines.get(4).matches("< 500 us  #{20} +25\\.00 %"), lines.get(4));
        assertTrue(lines.get(lines.size() - 1).matches("<    2 s  #{20} +25\\.00 %"), lines.get(lines.size() - 1));
    }

    @Test
    void oneValueIsOneBar() {
        nanos.recordValue(1_500);

        assertEquals(2, LatencyChart.lines(nanos).size());
    }
}
