package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.system.SystemName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Map<String, List<Measurement>> RESULTS = Map.of(
            "raw", List.of(measured(1_000_000, 1000, 20_000), measured(2_000_000, 1000, 30_000)),
            "raw-queue", List.of(measured(500_000, 500, 40_000), measured(1_000_000, 500, 60_000)),
            "ringwal", List.of(measured(800_000, 800, 24_000), measured(2_200_000, 800, 30_000)));

    private final List<String> order = new ArrayList<>();

    @Test
    void ratesAreShownWithRangeRatiosAndNoise() throws IOException {
        assertEquals(List.of(
                "W2 up to 1,024 in flight per producer, synced: 100-byte records, 4 producers",
                "",
                "records/s records/sync records/flush cpu ns/record heap B/record rate : raw rate : raw-queue",
                "raw 1,500,000 (1,000,000 .. 2,000,000) 1,000 - - - 2.00",
                "raw-queue 750,000 (500,000 .. 1,000,000) 500 - - - 0.50",
                "ringwal 1,500,000 (800,000 .. 2,200,000) 800 - - - 0.95 ~ 1.90"), shown(new Cell(Workload.W2, 100, 4, 0)));
    }

    @Test
    void latenciesAreComparedByPercentile() throws IOException {
        assertEquals("ringwal 1,500,000 (800,000 .. 2,200,000) 27.0 (24.0 .. 30.0) 54.0 (48.0 .. 60.0) 81 108 - - - - 1.10 ~ 0.55 1.10 ~ 0.55 1.10 ~ 0.55",
                shown(new Cell(Workload.W1, 100, 1, 0)).get(5));
    }

    @Test
    void columnsAreAsWideAsTheyNeed() {
        assertEquals("a      1\nbcd  234\n", new Table().row("a", "1").row("bcd", "234").toString());
    }

    @Test
    void systemsTakeTurns() throws IOException {
        compare(new Cell(Workload.W2, 100, 4, 0));

        assertEquals(List.of("raw", "raw-queue", "ringwal", "raw-queue", "ringwal", "raw"), order);
    }

    @Test
    void systemsThatAWorkloadDoesNotAskAreLeftOut() throws IOException {
        compare(new Cell(Workload.W4, 100, 1, 0));

        assertEquals(List.of("raw", "ringwal", "ringwal", "raw"), order);
    }

    @Test
    void jsonHasEveryRunAndTheRatios() throws IOException {
        String json = JsonReport.of(new Machine("17", 2, "ext4"), List.of("--workloads", "W3"), List.of(compare(new Cell(Workload.W3, 100, 1, 0))));

        assertTrue(json.startsWith("{\"java\":\"17\",\"processors\":2,\"file_system\":\"ext4\",\"arguments\":[\"--workloads\",\"W3\"],\"written\":\""),
                json);
        assertTrue(json.contains("\"comparisons\":[{\"workload\":\"W3\",\"payload_bytes\":100,\"producers\":1,\"sync_delay_micros\":0,\"systems\":[{\"system\":\"raw\",\"runs\":[{\"records_per_second\":1000000.0000,"),
                json);
        assertTrue(json.contains("\"records_per_second_to_raw\":{\"middle\":0.9500,\"min\":0.8000,\"max\":1.1000,\"within_noise\":true}"),
                json);
    }

    private List<String> shown(Cell cell) throws IOException {
        return Report.of(compare(cell)).lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }

    private Comparison compare(Cell cell) throws IOException {
        List<SystemName> systems = List.of("raw", "raw-queue", "ringwal").stream().map(SystemName::parse).toList();
        return Comparison.run(cell, systems, 2, (same, system) -> {
            order.add(system.toString());
            return RESULTS.get(system.toString()).get(order.size() <= systems.size() ? 0 : 1);
        });
    }

    private static Measurement measured(long rate, long recordsPerSync, long p50) {
        return new Measurement(Map.of(Figure.RECORDS_PER_SECOND, (double) rate, Figure.RECORDS_PER_SYNC, (double) recordsPerSync,
                Figure.P50_NANOS, (double) p50, Figure.P99_NANOS, 2.0 * p50, Figure.P999_NANOS, 3.0 * p50, Figure.MAX_NANOS, 4.0 * p50));
    }
}
