package dev.ringwal.bench;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What others' logs reached as a share of {@code raw} when each was measured by itself: 22 November 2026, two cores, ext4, Java 17,
 * 3 s a trial. One that does much worse in a run was hindered there, and whoever is faster than it has proven nothing. For those that
 * the bench cannot run their share stands.
 */
final class PeerShares {

    private static final int SMALL = 100;
    private static final int LARGE = 1024;

    private static final Set<String> STAND_INS = Set.of("ratis", "writeahead", "walrus");

    private static final Map<Cell, Map<Figure, Map<String, Double>>> SHARES = new HashMap<>();

    static {
        put(Workload.W1, SMALL, 1, Figure.P50_NANOS, 24, "chronicle-queue", 24, "journal-io", 38, "bookkeeper", 42, "artemis", 62,
                "walrus", 30, "writeahead", 44);
        put(Workload.W1, LARGE, 1, Figure.P50_NANOS, 25, "chronicle-queue", 156, "journal-io", 40, "bookkeeper", 35, "artemis", 51,
                "walrus", 47, "writeahead", 45);
        rates(Workload.W2, SMALL, 1, 8_970, "journal-io", 1_936, "bookkeeper", 1_648, "rocksdb", 1_118, "chronicle-queue", 987,
                "artemis", 570, "aeron-archive", 222, "ratis", 223, "writeahead", 988);
        rates(Workload.W2, SMALL, 4, 2_485, "journal-io", 2_702, "bookkeeper", 2_415, "rocksdb", 1_630, "chronicle-queue", 1_689,
                "artemis", 626, "aeron-archive", 209, "ratis", 277, "writeahead", 293);
        rates(Workload.W2, LARGE, 1, 3_107, "journal-io", 1_044, "bookkeeper", 690, "rocksdb", 383, "chronicle-queue", 340,
                "artemis", 564, "aeron-archive", 202, "ratis", 223, "writeahead", 184);
        rates(Workload.W2, LARGE, 4, 1_554, "journal-io", 1_037, "bookkeeper", 1_225, "rocksdb", 357, "chronicle-queue", 424,
                "artemis", 625, "aeron-archive", 200, "ratis", 296, "writeahead", 293);
        rates(Workload.W3, SMALL, 1, 9_940, "journal-io", 4_189, "chronicle-queue", 3_333, "rocksdb", 1_966, "bookkeeper", 1_505,
                "walrus", 1_348);
        rates(Workload.W3, SMALL, 4, 8_486, "journal-io", 4_330, "chronicle-queue", 3_294, "rocksdb", 1_769, "bookkeeper", 2_758,
                "walrus", 1_101);
        rates(Workload.W3, LARGE, 1, 2_571, "journal-io", 2_126, "chronicle-queue", 742, "rocksdb", 514, "bookkeeper", 1_626,
                "walrus", 413);
        rates(Workload.W4, SMALL, 1, 45_998, "chronicle-queue", 17_070, "rocksdb", 5_819, "bookkeeper", 1_377, "artemis", 1_265,
                "journal-io", 870, "writeahead", 24_021, "walrus", 5_531);
        rates(Workload.W4, LARGE, 1, 11_447, "chronicle-queue", 4_964, "rocksdb", 1_121, "bookkeeper", 1_339, "artemis", 1_302,
                "journal-io", 788, "writeahead", 4_979, "walrus", 590);
        put(Workload.W5, SMALL, 1, Figure.P50_NANOS, 39, "journal-io", 71, "bookkeeper", 69, "artemis", 84, "rocksdb", 84,
                "chronicle-queue", 108);
    }

    private PeerShares() {
    }

    /** By figure and system; empty where none was measured. */
    static Map<Figure, Map<String, Double>> of(Cell cell) {
        return of(cell, false);
    }

    /** The same of those that the bench cannot run. */
    static Map<Figure, Map<String, Double>> standIns(Cell cell) {
        return of(cell, true);
    }

    private static Map<Figure, Map<String, Double>> of(Cell cell, boolean standIns) {
        Map<Figure, Map<String, Double>> found = new LinkedHashMap<>();
        SHARES.getOrDefault(cell, Map.of()).forEach((figure, shares) -> {
            Map<String, Double> some = new LinkedHashMap<>(shares);
            some.keySet().removeIf(system -> STAND_INS.contains(system) != standIns);
            found.put(figure, some);
        });
        return found;
    }

    private static void rates(Workload workload, int payloadBytes, int producers, int raw, Object... rates) {
        put(workload, payloadBytes, producers, Figure.RECORDS_PER_SECOND, raw, rates);
    }

    /** The figure of {@code raw} and, in turn, of systems. */
    private static void put(Workload workload, int payloadBytes, int producers, Figure figure, int raw, Object... systems) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < systems.length; i += 2) {
            shares.put((String) systems[i], (double) (Integer) systems[i + 1] / raw);
        }
        SHARES.computeIfAbsent(new Cell(workload, payloadBytes, producers, 0), cell -> new HashMap<>()).put(figure, shares);
    }
}
