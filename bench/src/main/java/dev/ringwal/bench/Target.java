package dev.ringwal.bench;

import static dev.ringwal.bench.Figure.FIRST_APPEND_NANOS;
import static dev.ringwal.bench.Figure.OPEN_NANOS;
import static dev.ringwal.bench.Figure.P50_NANOS;
import static dev.ringwal.bench.Figure.P999_NANOS;
import static dev.ringwal.bench.Figure.P99_NANOS;
import static dev.ringwal.bench.Figure.RECORDS_PER_SECOND;
import static dev.ringwal.bench.Figure.STALLS_PER_MILLION;

import dev.ringwal.bench.system.SystemName;
import java.util.List;
import java.util.stream.Stream;

/** A promise about speed: what one figure of a system under a workload is to be. */
record Target(Cell cell, Figure figure, String subject, Bound bound) {

    private static final String RINGWAL = "ringwal";
    private static final String FUTURES = "ringwal-futures";
    private static final String LOW_LATENCY = "ringwal/low-latency";
    private static final String THROUGHPUT = "ringwal/throughput";
    private static final int SMALL = 100;
    private static final int LARGE = 1024;

    private static final List<String> PEERS =
            List.of("chronicle-queue", "artemis", "rocksdb", "bookkeeper", "journal-io", "aeron-archive");
    private static final List<String> TUNED = List.of(LOW_LATENCY, THROUGHPUT, "ringwal/two", "ringwal/park", "ringwal/ring-16384");

    /** The default settings reach so much of the best that others do. */
    private static final double OF_TUNED = 0.85;

    /** All of them, those of one cell together. */
    static List<Target> all() {
        return Stream.of(
                single(SMALL), single(LARGE), many(1, 0.9, 2.5), many(4, 0.7, 2.0), batches(), large(1), large(4),
                written(SMALL, 1, "raw-queue"), written(SMALL, 4, "raw-queue"), written(LARGE, 1, "raw-fresh-queue"),
                written(LARGE, 4, "raw-fresh-queue"), reading(), paced(), reopening(), rolling(), slowSyncs())
                .flatMap(List::stream).toList();
    }

    private static List<Target> single(int payloadBytes) {
        Cell cell = cell(Workload.W1, payloadBytes, 1);
        return List.of(
                ratio(cell, P50_NANOS, RINGWAL, 1.25, "raw"),
                ratio(cell, P999_NANOS, RINGWAL, 1.2, "raw-queue"),
                ratio(cell, P50_NANOS, LOW_LATENCY, 1.1, "raw"),
                peers(cell, P50_NANOS, LOW_LATENCY, 1),
                tuned(cell, P50_NANOS));
    }

    private static List<Target> many(int producers, double ofQueue, double ofPeers) {
        Cell cell = cell(Workload.W2, SMALL, producers);
        return List.of(
                ratio(cell, RECORDS_PER_SECOND, RINGWAL, ofQueue, "raw-queue"),
                peers(cell, RECORDS_PER_SECOND, RINGWAL, ofPeers),
                ratio(cell, RECORDS_PER_SECOND, FUTURES, 0.6, RINGWAL),
                tuned(cell, RECORDS_PER_SECOND));
    }

    private static List<Target> batches() {
        Cell small = cell(Workload.W2B, SMALL, 1);
        Cell large = cell(Workload.W2B, LARGE, 1);
        return List.of(
                ratio(small, RECORDS_PER_SECOND, RINGWAL, 0.7, "raw"),
                tuned(small, RECORDS_PER_SECOND),
                ratio(large, RECORDS_PER_SECOND, RINGWAL, 0.85, "raw-fresh"),
                tuned(large, RECORDS_PER_SECOND));
    }

    private static List<Target> large(int producers) {
        Cell cell = cell(Workload.W2, LARGE, producers);
        return List.of(
                ratio(cell, RECORDS_PER_SECOND, RINGWAL, 0.85, "raw-fresh-queue"),
                peers(cell, RECORDS_PER_SECOND, RINGWAL, 2),
                tuned(cell, RECORDS_PER_SECOND));
    }

    private static List<Target> written(int payloadBytes, int producers, String base) {
        Cell cell = cell(Workload.W3, payloadBytes, producers);
        return List.of(
                ratio(cell, RECORDS_PER_SECOND, RINGWAL, 0.8, base),
                peers(cell, RECORDS_PER_SECOND, RINGWAL, 1),
                tuned(cell, RECORDS_PER_SECOND));
    }

    private static List<Target> reading() {
        Cell small = cell(Workload.W4, SMALL, 1);
        Cell large = cell(Workload.W4, LARGE, 1);
        return List.of(
                ratio(small, RECORDS_PER_SECOND, RINGWAL, 1, "raw-crc"),
                peers(small, RECORDS_PER_SECOND, RINGWAL, 1.5),
                ratio(large, RECORDS_PER_SECOND, RINGWAL, 0.8, "raw-crc"),
                peers(large, RECORDS_PER_SECOND, RINGWAL, 1.5),
                absolute(cell(Workload.W4B, SMALL, 1), RECORDS_PER_SECOND, 200_000));
    }

    private static List<Target> paced() {
        Cell cell = cell(Workload.W5, SMALL, 1);
        return List.of(
                ratio(cell, P50_NANOS, RINGWAL, 1.3, "raw"),
                ratio(cell, P99_NANOS, RINGWAL, 1, "raw-queue"),
                ratio(cell, P999_NANOS, RINGWAL, 1, "raw-queue"),
                peers(cell, P50_NANOS, RINGWAL, 1),
                peers(cell, P99_NANOS, RINGWAL, 1),
                peers(cell, P999_NANOS, RINGWAL, 1),
                tuned(cell, P50_NANOS));
    }

    private static List<Target> reopening() {
        Cell closed = cell(Workload.W6, SMALL, 1);
        return List.of(
                absolute(closed, OPEN_NANOS, 10e6),
                absolute(closed, FIRST_APPEND_NANOS, 1e6),
                absolute(cell(Workload.W6B, SMALL, 1), OPEN_NANOS, 100e6));
    }

    private static List<Target> rolling() {
        return List.of(
                new Target(cell(Workload.W7, SMALL, 1), STALLS_PER_MILLION, RINGWAL, new Bound.WorstOf("raw-fresh")),
                absolute(cell(Workload.W7B, RollRun.PAYLOAD_BYTES, 1), P50_NANOS, 300e3));
    }

    private static List<Target> slowSyncs() {
        return Stream.of(1000, 5000).flatMap(delay -> Stream.of(
                ratio(new Cell(Workload.W8, SMALL, 1, delay), P50_NANOS, RINGWAL, 1.05, "raw"),
                tuned(new Cell(Workload.W8, SMALL, 1, delay), P50_NANOS),
                ratio(new Cell(Workload.W8B, SMALL, 4, delay), RECORDS_PER_SECOND, RINGWAL, 0.9, "raw-queue"),
                tuned(new Cell(Workload.W8B, SMALL, 4, delay), RECORDS_PER_SECOND))).toList();
    }

    private static Cell cell(Workload workload, int payloadBytes, int producers) {
        return new Cell(workload, payloadBytes, producers, 0);
    }

    private static Target ratio(Cell cell, Figure figure, String subject, double factor, String base) {
        return new Target(cell, figure, subject, new Bound.Ratio(factor, List.of(base)));
    }

    private static Target peers(Cell cell, Figure figure, String subject, double factor) {
        return new Target(cell, figure, subject, new Bound.Peers(factor, PEERS, PeerShares.of(cell), PeerShares.standIns(cell)));
    }

    private static Target tuned(Cell cell, Figure figure) {
        return new Target(cell, figure, RINGWAL, new Bound.Ratio(figure.moreIsBetter() ? OF_TUNED : 1 / OF_TUNED, TUNED));
    }

    private static Target absolute(Cell cell, Figure figure, double limit) {
        return new Target(cell, figure, RINGWAL, new Bound.Absolute(limit));
    }

    /** Whether it was measured, and any of those that it is compared with. */
    boolean canBeJudged(Comparison comparison) {
        List<String> measured = comparison.measurements().keySet().stream().map(SystemName::toString).toList();
        return measured.contains(subject) && (bound.bases().isEmpty() || measured.stream().anyMatch(bound.bases()::contains));
    }

    /** Whom it needs measured, of those that are here: others' logs are only when they were asked for. */
    Stream<SystemName> systems() {
        return Stream.of(bound.needed().stream(), Stream.of(subject), Stream.of(Noise.WITNESS)).flatMap(names -> names).filter(Target::isThere).map(SystemName::parse);
    }

    private static boolean isThere(String system) {
        return SystemName.isKnown(system.split("/")[0]);
    }

    /** How the system did; {@link #canBeJudged} holds. */
    Bound.Verdict judge(Comparison comparison) {
        return bound.judge(comparison, figure, SystemName.parse(subject));
    }
}
