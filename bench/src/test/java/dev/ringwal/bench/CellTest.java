package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {

    @Test
    void onlyWorkloadsWithProducersAreAskedForEachNumberOfThem() {
        assertEquals(
                List.of(new Cell(Workload.W1, 100, 1, 0), new Cell(Workload.W2, 100, 1, 0), new Cell(Workload.W2, 100, 4, 0)),
                Cell.all(List.of(Workload.W1, Workload.W2), List.of(100), List.of(1, 4), List.of(1000)));
    }

    @Test
    void onlyWorkloadsWithSlowSyncsAreAskedForEachDelay() {
        assertEquals(
                List.of(new Cell(Workload.W1, 100, 1, 0), new Cell(Workload.W8, 100, 1, 1000), new Cell(Workload.W8, 100, 1, 5000)),
                Cell.all(List.of(Workload.W1, Workload.W8), List.of(100), List.of(1), List.of(1000, 5000)));
    }
}
