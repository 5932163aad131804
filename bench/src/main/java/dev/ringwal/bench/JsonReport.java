package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Comparisons for a program to read: every repetition, and the ratios. Latencies are in nanoseconds, and 0 where not measured. */
final class JsonReport {

    private JsonReport() {
    }

    static String of(Machine machine, List<Comparison> comparisons) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("java", machine.java());
        report.put("processors", machine.processors());
        report.put("file_system", machine.fileSystem());
        report.put("comparisons", comparisons.stream().map(JsonReport::comparison).toList());
        return Json.of(report);
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workload", comparison.cell().workload());
        object.put("payload_bytes", comparison.cell().payloadBytes());
        object.put("producers", comparison.cell().producers());
        object.put("systems", comparison.measurements().keySet().stream().map(name -> system(comparison, name)).toList());
        return object;
    }

    private static Map<String, Object> system(Comparison comparison, SystemName name) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", name);
        object.put("runs", comparison.measurements().get(name).stream().map(JsonReport::run).toList());
        object.put("ratios", ratios(comparison, name));
        return object;
    }

    private static Map<String, Object> run(Measurement measurement) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("records_per_second", measurement.recordsPerSecond());
        object.put("records", measurement.records());
        object.put("syncs", measurement.syncs());
        object.put("p50_ns", measurement.latency().p50());
        object.put("p99_ns", measurement.latency().p99());
        object.put("p999_ns", measurement.latency().p999());
        object.put("max_ns", measurement.latency().max());
        return object;
    }

    private static Map<String, Object> ratios(Comparison comparison, SystemName name) {
        Map<String, Object> object = new LinkedHashMap<>();
        Workload workload = comparison.cell().workload();
        for (Figure figure : Figure.comparedFor(workload)) {
            String prefix = figure.name().toLowerCase(Locale.ROOT) + "_to_";
            workload.bases().forEach(base -> comparison.ratio(figure, name, base)
                    .ifPresent(spread -> object.put(prefix + base, ratio(spread))));
        }
        return object;
    }

    private static Map<String, Object> ratio(Spread spread) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("median", spread.median());
        object.put("min", spread.min());
        object.put("max", spread.max());
        object.put("within_noise", spread.isWithinNoise());
        return object;
    }
}
