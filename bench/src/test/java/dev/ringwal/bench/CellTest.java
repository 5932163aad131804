package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellTest {

    @Test
    void onlyWorkloadsWithProducersAreAskedForEachNumberOfThem() {
        assertEquals(
                List.of(new Cell(Workload.W1, 100, 1), new Cell(Workload.W2, 100, 1), new Cell(Workload.W2, 100, 4)),
                Cell.all(List.of(Workload.W1, Workload.W2), List.of(100), List.of(1, 4)));
    }
}
