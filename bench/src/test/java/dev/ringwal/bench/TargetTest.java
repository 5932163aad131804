package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.system.SystemName;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TargetTest {

    private static final Cell CELL = new Cell(Workload.W2, 100, 1, 0);
    private static final SystemName RAW = SystemName.parse("raw");
    private static final SystemName QUEUE = SystemName.parse("raw-queue");
    private static final SystemName RINGWAL = SystemName.parse("ringwal");
    private static final Noise CALM = new Noise(9, "raw-queue", 0);

    @Test
    void ratioIsThatOfTheBestOfItsBases() {
        Comparison comparison = rates(List.of(100, 100, 100, 100), List.of(80, 80, 80, 80), List.of(90, 90, 90, 90));
        Bound.Verdict verdict = new Bound.Ratio(0.85, List.of("raw", "raw-queue")).judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL);

        assertEquals("0.85 x raw", verdict.limit());
        assertEquals("0.90 (0.90 .. 0.90)", verdict.measuredText());
        assertEquals("met", verdict.text(CALM));
    }

    @Test
    void lessIsBetterForLatencies() {
        Bound.Ratio bound = new Bound.Ratio(1, List.of("raw", "raw-queue"));
        Comparison comparison = measured(Figure.P50_NANOS, List.of(100, 100), List.of(80, 80), List.of(90, 90));

        Bound.Verdict verdict = bound.judge(comparison, Figure.P50_NANOS, RINGWAL);
        assertEquals("1.00 x raw-queue", verdict.limit());
        assertEquals("missed", verdict.text(CALM));
    }

    @Test
    void whereTheMachineMovedByMoreThanTheMarginNothingIsJudged() {
        Comparison moved = rates(List.of(), List.of(100, 100, 100, 100, 1, 130, 130, 130, 130), List.of());
        Noise noise = Noise.of(new Comparison(CELL, Map.of(QUEUE, moved.of(QUEUE))), Figure.RECORDS_PER_SECOND);
        Bound.Verdict near = verdict(0.80, 0.85);

        assertEquals("not judged (raw-queue moved by 23 %), does not hold", near.text(noise));
        assertEquals("missed", verdict(0.40, 0.85).text(noise));
        assertEquals("missed", near.text(CALM));
    }

    @Test
    void anotherBaselineTellsWhereTheQueueCannotBeAsked() {
        List<Integer> moved = List.of(100, 100, 100, 100, 1, 130, 130, 130, 130);
        Comparison batches = new Comparison(new Cell(Workload.W2B, 100, 1, 0), Map.of(RAW, of(Figure.RECORDS_PER_SECOND, moved)));

        assertEquals("raw moved by 23 %", Noise.of(batches, Figure.RECORDS_PER_SECOND).toString());
    }

    @Test
    void fewerThanNineBlocksAreNeverJudged() {
        Noise one = Noise.of(rates(List.of(100), List.of(1), List.of(10)), Figure.RECORDS_PER_SECOND);

        assertEquals("not judged (1 block), does not hold", verdict(0.1, 0.85).text(one));
    }

    private static Bound.Verdict verdict(double measured, double limit) {
        return Bound.Verdict.of("", new Spread(measured, measured, measured), limit, Figure.RECORDS_PER_SECOND, Double::toString, List.of());
    }

    /** One trial has few events that far out. */
    @Test
    void tailIsThatOfAllBlocksTogether() {
        Histogram calm = new Histogram(3);
        calm.recordValueWithCount(100, 10_000);
        Histogram stalled = calm.copy();
        stalled.recordValueWithCount(1_000_000, 60);
        List<Measurement> blocks = List.of(Measurement.ofLatencies(calm), Measurement.ofLatencies(stalled), Measurement.ofLatencies(calm));
        List<Measurement> base = List.of(Measurement.ofLatencies(calm), Measurement.ofLatencies(calm), Measurement.ofLatencies(calm));

        assertEquals(1_000_000, Spread.of(Figure.P999_NANOS, blocks).middle(), 1000);
        assertEquals(100, Spread.of(Figure.P999_NANOS, blocks).min());
        assertEquals(10_000, Spread.ofRatio(Figure.P999_NANOS, blocks, base).middle(), 10);
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

    /** What was promised, by hand; a default's distance from tuned settings left out. */
    @Test
    void promisesAreThese() {
        assertEquals("""
                W1 100 B x1 P50_NANOS ringwal 1.25 of raw
                W1 100 B x1 P999_NANOS ringwal 1.2 of raw-queue
                W1 100 B x1 P50_NANOS ringwal/low-latency 1.1 of raw
                W1 100 B x1 P50_NANOS ringwal/low-latency 1.0 of peers
                W1 1024 B x1 P50_NANOS ringwal 1.25 of raw
                W1 1024 B x1 P999_NANOS ringwal 1.2 of raw-queue
                W1 1024 B x1 P50_NANOS ringwal/low-latency 1.1 of raw
                W1 1024 B x1 P50_NANOS ringwal/low-latency 1.0 of peers
                W2 100 B x1 RECORDS_PER_SECOND ringwal 0.9 of raw-queue
                W2 100 B x1 RECORDS_PER_SECOND ringwal 2.5 of peers
                W2 100 B x1 RECORDS_PER_SECOND ringwal-futures 0.6 of ringwal
                W2 100 B x4 RECORDS_PER_SECOND ringwal 0.7 of raw-queue
                W2 100 B x4 RECORDS_PER_SECOND ringwal 2.0 of peers
                W2 100 B x4 RECORDS_PER_SECOND ringwal-futures 0.6 of ringwal
                W2b 100 B x1 RECORDS_PER_SECOND ringwal 0.7 of raw
                W2b 1024 B x1 RECORDS_PER_SECOND ringwal 0.85 of raw-fresh
                W2 1024 B x1 RECORDS_PER_SECOND ringwal 0.85 of raw-fresh-queue
                W2 1024 B x1 RECORDS_PER_SECOND ringwal 2.0 of peers
                W2 1024 B x4 RECORDS_PER_SECOND ringwal 0.85 of raw-fresh-queue
                W2 1024 B x4 RECORDS_PER_SECOND ringwal 2.0 of peers
                W3 100 B x1 RECORDS_PER_SECOND ringwal 0.8 of raw-queue
                W3 100 B x1 RECORDS_PER_SECOND ringwal 1.0 of peers
                W3 100 B x4 RECORDS_PER_SECOND ringwal 0.8 of raw-queue
                W3 100 B x4 RECORDS_PER_SECOND ringwal 1.0 of peers
                W3 1024 B x1 RECORDS_PER_SECOND ringwal 0.8 of raw-fresh-queue
                W3 1024 B x1 RECORDS_PER_SECOND ringwal 1.0 of peers
                W3 1024 B x4 RECORDS_PER_SECOND ringwal 0.8 of raw-fresh-queue
                W3 1024 B x4 RECORDS_PER_SECOND ringwal 1.0 of peers
                W4 100 B x1 RECORDS_PER_SECOND ringwal 1.0 of raw-crc
                W4 100 B x1 RECORDS_PER_SECOND ringwal 1.5 of peers
                W4 1024 B x1 RECORDS_PER_SECOND ringwal 0.8 of raw-crc
                W4 1024 B x1 RECORDS_PER_SECOND ringwal 1.5 of peers
                W4b 100 B x1 RECORDS_PER_SECOND ringwal 200000.0
                W5 100 B x1 P50_NANOS ringwal 1.3 of raw
                W5 100 B x1 P99_NANOS ringwal 1.0 of raw-queue
                W5 100 B x1 P999_NANOS ringwal 1.0 of raw-queue
                W5 100 B x1 P50_NANOS ringwal 1.0 of peers
                W5 100 B x1 P99_NANOS ringwal 1.0 of peers
                W5 100 B x1 P999_NANOS ringwal 1.0 of peers
                W6 100 B x1 OPEN_NANOS ringwal 1.0E7
                W6 100 B x1 FIRST_APPEND_NANOS ringwal 1000000.0
                W6b 100 B x1 OPEN_NANOS ringwal 1.0E8
                W7 100 B x1 STALLS_PER_MILLION ringwal worst of raw-fresh
                W7b 1800 B x1 P50_NANOS ringwal 300000.0
                W8 100 B x1 1000 us P50_NANOS ringwal 1.05 of raw
                W8b 100 B x4 1000 us RECORDS_PER_SECOND ringwal 0.9 of raw-queue
                W8 100 B x1 5000 us P50_NANOS ringwal 1.05 of raw
                W8b 100 B x4 5000 us RECORDS_PER_SECOND ringwal 0.9 of raw-queue
                """, Target.all().stream().filter(target -> !isOfTuned(target)).map(TargetTest::promise).collect(Collectors.joining()));
    }

    private static boolean isOfTuned(Target target) {
        return target.bound().bases().contains("ringwal/two");
    }

    private static String promise(Target target) {
        Cell cell = target.cell();
        String slowed = cell.syncDelayMicros() == 0 ? "" : cell.syncDelayMicros() + " us ";
        return cell.workload() + " " + cell.payloadBytes() + " B x" + cell.producers() + " " + slowed + target.figure() + " " + target.subject()
                + " " + limit(target.bound()) + "\n";
    }

    private static String limit(Bound bound) {
        if (bound instanceof Bound.Ratio ratio) {
            return ratio.factor() + " of " + String.join(", ", ratio.bases());
        }
        if (bound instanceof Bound.Peers peers) {
            return peers.factor() + " of peers";
        }
        return bound instanceof Bound.WorstOf worst ? "worst of " + worst.base() : String.valueOf(((Bound.Absolute) bound).limit());
    }

    /** Where nothing has to be appended by a log with other settings. */
    @Test
    void defaultsAreHeldAgainstTunedSettingsInEachWorkloadThatAppends() {
        Set<Workload> held = Target.all().stream().filter(TargetTest::isOfTuned).map(target -> target.cell().workload()).collect(Collectors.toSet());

        assertEquals(EnumSet.of(Workload.W1, Workload.W2, Workload.W2B, Workload.W3, Workload.W5, Workload.W8, Workload.W8B), held);
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

        assertEquals("met, unproven: raw-queue has 0.15 x raw, not 0.20", judge(comparison, peers("raw-queue", 0.2)));
        assertEquals("met", judge(comparison, peers("raw-queue", 0.18)));
    }

    @Test
    void whoIsSlowerThanItWasIsHindered() {
        Comparison comparison = measured(Figure.P999_NANOS, List.of(100, 100), List.of(300, 300), List.of(120, 120));
        Map<Figure, Map<String, Double>> shares = Map.of(Figure.P50_NANOS, Map.of("raw-queue", 1.5));
        Comparison medians = measured(Figure.P50_NANOS, List.of(100, 100), List.of(200, 200), List.of(120, 120));

        assertEquals("met, unproven: raw-queue has 2.00 x raw, not 1.50",
                new Bound.Peers(1, List.of("raw-queue"), shares, Map.of()).judge(medians, Figure.P50_NANOS, RINGWAL).text(CALM));
        assertEquals("met", new Bound.Peers(1, List.of("raw-queue"), shares, Map.of()).judge(comparison, Figure.P999_NANOS, RINGWAL).text(CALM));
    }

    @Test
    void shareOfRawStandsForWhoCannotBeMeasuredHere() {
        Comparison comparison = rates(List.of(100, 100), List.of(15, 15), List.of(40, 40));
        Bound.Peers bound = new Bound.Peers(2, List.of("raw-queue"), Map.of(),
                Map.of(Figure.RECORDS_PER_SECOND, Map.of("walrus", 0.1, "ratis", 0.25)));
        Bound.Verdict verdict = bound.judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL);

        assertEquals("2.00 x ratis (0.25 x raw elsewhere)", verdict.limit());
        assertEquals("1.60 (1.60 .. 1.60)", verdict.measuredText());
        assertEquals("missed", verdict.text(CALM));
    }

    @Test
    void beingFasterThanSomeProvesNothing() {
        Comparison comparison = rates(List.of(100, 100), List.of(15, 15), List.of(40, 40));
        Bound.Peers bound = new Bound.Peers(2, List.of("raw-queue", "journal-io"), Map.of(), Map.of());

        assertEquals("met, unproven: without journal-io", judge(comparison, bound));
    }

    private static Bound.Peers peers(String name, double share) {
        return new Bound.Peers(2, List.of(name), Map.of(Figure.RECORDS_PER_SECOND, Map.of(name, share)), Map.of());
    }

    private static String judge(Comparison comparison, Bound bound) {
        return bound.judge(comparison, Figure.RECORDS_PER_SECOND, RINGWAL).text(CALM);
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
