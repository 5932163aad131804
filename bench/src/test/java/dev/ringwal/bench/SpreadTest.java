package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertEquals(new Spread(2, 1, 9), Spread.of(DoubleStream.of(9, 1, 2)));
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertEquals(new Spread(3, 1, 9), Spread.of(DoubleStream.of(9, 4, 1, 2)));
    }

    @Test
    void ratioComparesRepetitionsThatRanBesideEachOther() {
        Spread ratio = Spread.ofRatio(Figure.RECORDS_PER_SECOND, rates(20, 200, 30), rates(10, 100, 10));

        assertEquals(new Spread(2, 2, 3), ratio);
    }

    @Test
    void ratioOnBothSidesOfOneIsNoise() {
        assertTrue(ratio(1.1, 0.9, 1.2).isWithinNoise());
        assertFalse(ratio(1.1, 1.01, 1.2).isWithinNoise());
        assertFalse(ratio(0.5, 0.9).isWithinNoise());
    }

    private static Spread ratio(double... ratios) {
        return Spread.ofRatio(Figure.RECORDS_PER_SECOND, rates(ratios), rates(1, 1, 1));
    }

    private static List<Measurement> rates(double... recordsPerSecond) {
        return Arrays.stream(recordsPerSecond).mapToObj(rate -> new Measurement(Map.of(Figure.RECORDS_PER_SECOND, rate))).toList();
    }
}
