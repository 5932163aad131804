package dev.ringwal.bench;

import dev.ringwal.bench.system.SystemName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Comparisons for a program to read: every repetition, and the ratios. Units are in the figures' names. */
final class JsonReport {

    private JsonReport() {
    }

    /** @param arguments of the command that measured */
    static String of(Machine machine, List<String> arguments, List<Comparison> comparisons) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("java", machine.java());
        report.put("processors", machine.processors());
        report.put("file_system", machine.fileSystem());
        report.put("arguments", arguments);
        report.put("written", Instant.now());
        report.put("comparisons", comparisons.stream().map(JsonReport::comparison).toList());
        return Json.of(report);
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("workload", comparison.cell().workload());
        object.put("payload_bytes", comparison.cell().payloadBytes());
        object.put("producers", comparison.cell().producers());
        object.put("sync_delay_micros", comparison.cell().syncDelayMicros());
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
        new TreeMap<>(measurement.figures()).forEach((figure, number) -> object.put(figure.key(), number));
        return object;
    }

    private static Map<String, Object> ratios(Comparison comparison, SystemName name) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Figure figure : comparison.cell().workload().compared()) {
            comparison.bases().forEach(base -> comparison.ratio(figure, name, base)
                    .ifPresent(spread -> object.put(figure.key() + "_to_" + base, ratio(spread))));
        }
        return object;
    }

    private static Map<String, Object> ratio(Spread spread) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("middle", spread.middle());
        object.put("min", spread.min());
        object.put("max", spread.max());
        object.put("within_noise", spread.isWithinNoise());
        return object;
    }
}
