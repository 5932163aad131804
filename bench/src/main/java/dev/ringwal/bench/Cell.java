package dev.ringwal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one table is about: a workload at one size of records and one number of producers.
 *
 * @param syncDelayMicros how much longer every sync takes than it would
 */
record Cell(Workload workload, int payloadBytes, int producers, int syncDelayMicros) {

    /** All that the settings make; a workload that has one producer only is not asked again for more, and so on. */
    static List<Cell> all(List<Workload> workloads, List<Integer> payloadBytes, List<Integer> producers, List<Integer> delays) {
        List<Cell> cells = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int bytes : workload.payloadBytes(payloadBytes)) {
                for (int count : workload.hasProducers() ? producers : List.of(1)) {
                    for (int delay : workload.hasSlowSyncs() ? delays : List.of(0)) {
                        cells.add(new Cell(workload, bytes, count, delay));
                    }
                }
            }
        }
        return cells.stream().distinct().toList();
    }

    String title() {
        String producing = workload.hasProducers() ? ", " + producers + (producers == 1 ? " producer" : " producers") : "";
        String slowed = syncDelayMicros == 0 ? "" : ", by " + syncDelayMicros + " us";
        return String.format(Locale.ROOT, "%s  %s%s: %,d-byte records%s", workload, workload.title(), slowed, payloadBytes, producing);
    }
}
