package dev.ringwal.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What others' logs reached as a share of {@code raw} when each was measured by itself: 22 November 2026, two cores, ext4, Java 17,
 * 3 s a trial. One that does much worse in a run was hindered there, and whoever is faster than it has proven nothing.
 */
final class PeerShares {

    private static final int SMALL = 100;
    private static final int LARGE = 1024;

    private static final Map<Cell, Map<String, Double>> SHARES = Map.of(
            cell(Workload.W1, SMALL, 1), shares(40_339, "chronicle-queue", 37_623, "journal-io", 26_618, "bookkeeper", 22_081,
                    "artemis", 17_722),
            cell(Workload.W2, SMALL, 1), shares(8_970, "journal-io", 1_936, "bookkeeper", 1_648, "rocksdb", 1_118,
                    "chronicle-queue", 987, "artemis", 570, "aeron-archive", 222),
            cell(Workload.W2, SMALL, 4), shares(2_485, "journal-io", 2_702, "bookkeeper", 2_415, "rocksdb", 1_630,
                    "chronicle-queue", 1_689, "artemis", 626, "aeron-archive", 209),
            cell(Workload.W2, LARGE, 1), shares(3_107, "journal-io", 1_044, "bookkeeper", 690, "rocksdb", 383,
                    "chronicle-queue", 340, "artemis", 564, "aeron-archive", 202),
            cell(Workload.W2, LARGE, 4), shares(1_554, "journal-io", 1_037, "bookkeeper", 1_225, "rocksdb", 357,
                    "chronicle-queue", 424, "artemis", 625, "aeron-archive", 200),
            cell(Workload.W3, SMALL, 1), shares(9_940, "journal-io", 4_189, "chronicle-queue", 3_462, "rocksdb", 1_966,
                    "bookkeeper", 1_505),
            cell(Workload.W3, LARGE, 1), shares(2_571, "journal-io", 2_126, "chronicle-queue", 754, "rocksdb", 514,
                    "bookkeeper", 1_626),
            cell(Workload.W4, SMALL, 1), shares(45_998, "chronicle-queue", 17_070, "rocksdb", 5_819, "bookkeeper", 1_377,
                    "artemis", 1_265, "journal-io", 870),
            cell(Workload.W4, LARGE, 1), shares(11_447, "chronicle-queue", 4_964, "rocksdb", 1_121, "bookkeeper", 1_339,
                    "artemis", 1_302, "journal-io", 788));

    private PeerShares() {
    }

    /** By system; empty where none was measured. */
    static Map<String, Double> of(Cell cell) {
        return SHARES.getOrDefault(cell, Map.of());
    }

    private static Cell cell(Workload workload, int payloadBytes, int producers) {
        return new Cell(workload, payloadBytes, producers, 0);
    }

    /** Rates of {@code raw} and, in turn, of systems. */
    private static Map<String, Double> shares(double raw, Object... rates) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < rates.length; i += 2) {
            shares.put((String) rates[i], (Integer) rates[i + 1] / raw);
        }
        return shares;
    }
}
