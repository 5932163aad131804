package dev.ringwal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one table is about: a workload at one size of records and one number of producers. */
record Cell(Workload workload, int payloadBytes, int producers) {

    /** All that the settings make; a workload that has one producer only is not asked again for more. */
    static List<Cell> all(List<Workload> workloads, List<Integer> payloadBytes, List<Integer> producers) {
        List<Cell> cells = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int bytes : payloadBytes) {
                for (int count : workload.hasProducers() ? producers : List.of(1)) {
                    cells.add(new Cell(workload, bytes, count));
                }
            }
        }
        return cells;
    }

    String title() {
        String producing = workload.hasProducers() ? ", " + producers + (producers == 1 ? " producer" : " producers") : "";
        return String.format(Locale.ROOT, "%s  %s: %,d-byte records%s", workload, workload.title(), payloadBytes, producing);
    }
}
