package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.system.SystemName;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TargetTest {

    private static final Cell CELL = new Cell(Workload.W2, 100, 1, 0);
    private static final SystemName RAW = SystemName.parse("raw");
    private static final SystemName QUEUE = SystemName.parse("raw-queue");
    private static final SystemName RINGWAL = SystemName.parse("ringwal");

    @Test
    void ratioIsThatOfTheBestOfItsBases() {
        Comparison comparison = rates(List.of(100, 100, 100, 100), List.of(80, 80, 80, 80), List.of(90, 90, 90, 90));
        Bound.Verdict verdict = new Bound.Ratio(0.85, List.of("raw", "raw-queue")).judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL);

        assertEquals("0.85 x raw", verdict.limit());
        assertEquals("0.90 (0.90 .. 0.90)", verdict.measuredText());
        assertEquals("met", verdict.text());
    }

    @Test
    void lessIsBetterForLatencies() {
        Bound.Ratio bound = new Bound.Ratio(1, List.of("raw", "raw-queue"));
        Comparison comparison = measured(Figure.P50_NANOS, List.of(100, 100), List.of(80, 80), List.of(90, 90));

        Bound.Verdict verdict = bound.judge(comparison, Figure.P50_NANOS, RINGWAL);
        assertEquals("1.00 x raw-queue", verdict.limit());
        assertEquals("missed", verdict.text());
    }

    @Test
    void whereTheMachineMovedByMoreThanTheMarginNothingIsJudged() {
        Bound.Ratio bound = new Bound.Ratio(0.85, List.of("raw"));
        Comparison moved = rates(List.of(100, 100, 130, 130), List.of(1, 1, 1, 1), List.of(80, 80, 104, 104));

        assertEquals("not judged, does not hold", bound.judge(moved, Figure.RECORDS_PER_SECOND, RINGWAL).text());
        Comparison farOff = rates(List.of(100, 100, 130, 130), List.of(1, 1, 1, 1), List.of(40, 40, 52, 52));
        assertEquals("missed", bound.judge(farOff, Figure.RECORDS_PER_SECOND, RINGWAL).text());
    }

    @Test
    void oneBlockIsNeverJudged() {
        Comparison one = rates(List.of(100), List.of(1), List.of(10));

        assertTrue(new Bound.Ratio(0.85, List.of("raw")).judge(one, Figure.RECORDS_PER_SECOND, RINGWAL).noisy());
    }

    @Test
    void absoluteBoundIsInTheFiguresUnit() {
        Comparison comparison = measured(Figure.P50_NANOS, List.of(1), List.of(1), List.of(250_000));
        Bound.Verdict verdict = new Bound.Absolute(300e3).judge(comparison, Figure.P50_NANOS, RINGWAL);

        assertEquals("300.0", verdict.limit());
        assertEquals("250.0 (250.0 .. 250.0)", verdict.measuredText());
        assertTrue(verdict.holds());
    }

    @Test
    void worstOfAnotherIsTheLimit() {
        Comparison comparison = measured(Figure.STALLS_PER_MILLION, List.of(0, 40), List.of(0, 0), List.of(30, 41));

        assertTrue(new Bound.WorstOf("raw").judge(comparison, Figure.STALLS_PER_MILLION, RINGWAL).holds());
        assertFalse(new Bound.WorstOf("raw-queue").judge(comparison, Figure.STALLS_PER_MILLION, RINGWAL).holds());
    }

    /** A name that is misspelt would be a peer that is never there. */
    @Test
    void allNamesOfWhatIsAlwaysThereAreKnown() {
        for (Target target : Target.all()) {
            assertTrue(target.systems().count() > (target.bound().bases().isEmpty() ? 0 : 1), target.toString());
        }
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        Comparison comparison = rates(List.of(100), List.of(1), List.of(10));
        Target ofPeers = Target.all().stream().filter(target -> target.bound() instanceof Bound.Peers).findFirst().orElseThrow();

        assertFalse(ofPeers.canBeJudged(comparison));
    }

    @Test
    void beingFasterThanWhoIsHinderedProvesNothing() {
        Comparison comparison = rates(List.of(100, 100), List.of(15, 15), List.of(40, 40));
        Bound.Peers bound = new Bound.Peers(2, List.of("raw-queue"), Map.of("raw-queue", 0.2));

        assertEquals("met, unproven: raw-queue has 0.15 x raw, not 0.20", bound.judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL).text());
        Bound.Peers unhindered = new Bound.Peers(2, List.of("raw-queue"), Map.of("raw-queue", 0.18));
        assertEquals("met", unhindered.judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL).text());
    }

    @Test
    void beingFasterThanSomeProvesNothing() {
        Comparison comparison = rates(List.of(100, 100), List.of(15, 15), List.of(40, 40));
        Bound.Peers bound = new Bound.Peers(2, List.of("raw-queue", "journal-io"), Map.of());

        assertEquals("met, unproven: without journal-io", bound.judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL).text());
    }

    private static Comparison rates(List<Integer> raw, List<Integer> queue, List<Integer> ringwal) {
        return measured(Figure.RECORDS_PER_SECOND, raw, queue, ringwal);
    }

    private static Comparison measured(Figure figure, List<Integer> raw, List<Integer> queue, List<Integer> ringwal) {
        return new Comparison(CELL, Map.of(RAW, of(figure, raw), QUEUE, of(figure, queue), RINGWAL, of(figure, ringwal)));
    }

    private static List<Measurement> of(Figure figure, List<Integer> numbers) {
        return DoubleStream.of(numbers.stream().mapToDouble(Integer::doubleValue).toArray())
                .mapToObj(number -> new Measurement(Map.of(figure, number))).toList();
    }
}
