package dev.ringwal.bench;

import dev.ringwal.bench.system.Ability;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.util.List;

/** The questions that are asked of every system that can answer them. */
enum Workload {

    W1("W1", "one append in flight, synced", Durability.SYNCED, Ability.APPEND, Shown.LATENCY, trial -> trial.measure(LatencyRun::measure)),
    W2("W2", "up to 1,024 in flight per producer, synced", Durability.SYNCED, Ability.APPEND, Shown.RATE,
            trial -> trial.measure(ThroughputRun::ofRecords)),
    W2B("W2b", "batches of 1,000 records, synced", Durability.SYNCED, Ability.BATCH, Shown.RATE,
            trial -> trial.measure(ThroughputRun::ofBatches)),
    W3("W3", "up to 1,024 in flight per producer, written", Durability.WRITTEN, Ability.APPEND, Shown.RATE,
            trial -> trial.measure(ThroughputRun::ofRecords)),
    W4("W4", "reading back, every byte checked", Durability.WRITTEN, Ability.READ, Shown.READING,
            trial -> trial.measure(ReadRun::measure)),
    W4B("W4b", "random point reads, every byte checked", Durability.WRITTEN, Ability.POINT_READ, Shown.READING,
            trial -> trial.measure(PointReadRun::measure)),
    W5("W5", "a fixed rate (50,000 a second unless told) whatever happens, synced", Durability.SYNCED, Ability.TELL, Shown.LATENCY,
            trial -> trial.measure(PacedRun::measure)),
    W6("W6", "opening 2,000,000 records that were cleanly closed", Durability.SYNCED, Ability.REOPEN, Shown.OPENING,
            ReopenRun::ofClosed),
    W6B("W6b", "opening after a kill, a segment of 64 MiB open and full", Durability.SYNCED, Ability.REOPEN, Shown.OPENING,
            ReopenRun::ofKilled),
    W7("W7", "a fixed rate (50,000 a second unless told) whatever happens, segments of 4 MiB", Durability.SYNCED, Ability.TELL, Shown.LATENCY,
            trial -> trial.withSegments(4 << 20).measure(PacedRun::measure)),
    W7B("W7b", "appends that roll, four records in a segment of 16 KiB", Durability.SYNCED, Ability.APPEND, Shown.LATENCY, RollRun::measure),
    W8("W8", "one append in flight, syncs slowed down", Durability.SYNCED, Ability.APPEND, Shown.LATENCY,
            trial -> trial.measure(LatencyRun::measure)),
    W8B("W8b", "up to 1,024 in flight per producer, syncs slowed down", Durability.SYNCED, Ability.APPEND, Shown.RATE,
            trial -> trial.measure(ThroughputRun::ofRecords));

    /** How the trial is made. */
    interface Run {
        Measurement of(Trial trial) throws IOException;
    }

    /** What a table is about. */
    private enum Shown { RATE, LATENCY, READING, OPENING }

    private final String label;
    private final String title;
    private final Durability durability;
    private final Ability needed;
    private final Shown shown;
    private final Run run;

    Workload(String label, String title, Durability durability, Ability needed, Shown shown, Run run) {
        this.label = label;
        this.title = title;
        this.durability = durability;
        this.needed = needed;
        this.shown = shown;
        this.run = run;
    }

    Measurement measure(Trial trial) throws IOException {
        return run.of(trial);
    }

    /** A log that is opened again has its default settings. */
    boolean canBeAskedOf(SystemName system) {
        return system.can(needed) && (needed != Ability.REOPEN || system.options().isEmpty());
    }

    /** What sizes of records it has, of those that are asked for. */
    List<Integer> payloadBytes(List<Integer> asked) {
        return this == W7B ? List.of(RollRun.PAYLOAD_BYTES) : asked;
    }

    /** How long it is measured at least: a log rolls meanwhile, in nine blocks a hundred times where segments have 4 MiB. */
    double leastSeconds() {
        return this == W5 || this == W7 ? 12 : 0;
    }

    /** Whether each record is waited for before the next is appended, from the first one on. */
    boolean hasOneInFlight() {
        return this == W7B || this == W8;
    }

    /** Whether it begins with a log that was appended to as fast as can be, so that its files are those of trimmed segments. */
    boolean goesOn() {
        return switch (this) {
            case W1, W2, W2B, W3, W5, W7 -> true;
            default -> false;
        };
    }

    /** Whether it is asked with several producers. */
    boolean hasProducers() {
        return shown == Shown.RATE;
    }

    /** Whether all that is appended is to stay, to be read. */
    boolean readsAll() {
        return shown == Shown.READING;
    }

    /** Whether syncs are slowed down below the system. */
    boolean hasSlowSyncs() {
        return this == W8 || this == W8B;
    }

    /** What its table shows. */
    List<Figure> shown() {
        return switch (shown) {
            case RATE -> List.of(Figure.RECORDS_PER_SECOND, Figure.RECORDS_PER_SYNC, Figure.RECORDS_PER_FLUSH,
                    Figure.CPU_NANOS_PER_RECORD, Figure.HEAP_BYTES_PER_RECORD);
            case LATENCY -> List.of(Figure.RECORDS_PER_SECOND, Figure.P50_NANOS, Figure.P99_NANOS, Figure.P999_NANOS, Figure.MAX_NANOS,
                    Figure.STALLS_PER_MILLION, Figure.RECORDS_PER_FLUSH, Figure.CPU_NANOS_PER_RECORD, Figure.HEAP_BYTES_PER_RECORD);
            case READING -> List.of(Figure.RECORDS_PER_SECOND, Figure.CPU_NANOS_PER_RECORD, Figure.HEAP_BYTES_PER_RECORD);
            case OPENING -> List.of(Figure.COLD_OPEN_NANOS, Figure.OPEN_NANOS, Figure.FIRST_APPEND_NANOS);
        };
    }

    /** What it compares. */
    List<Figure> compared() {
        return switch (shown) {
            case RATE, READING -> List.of(Figure.RECORDS_PER_SECOND);
            case LATENCY -> List.of(Figure.P50_NANOS, Figure.P99_NANOS, Figure.P999_NANOS);
            case OPENING -> List.of();
        };
    }

    String title() {
        return title;
    }

    Durability durability() {
        return durability;
    }

    @Override
    public String toString() {
        return label;
    }
}
