package dev.ringwal.soak;

import dev.ringwal.log.storage.Fault;
import dev.ringwal.log.storage.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What happened in histories, and how often: nothing is tested that never happens. */
final class Coverage {

    /** What users do, what the disk's owner does, and what goes on by itself. */
    enum Event {
        APPEND_SYNCED, APPEND_WRITTEN, APPEND_BUFFER, APPEND_ENCODED, ENCODER_THROWS, RECORD_TOO_LARGE, BATCH, BATCH_OVER_FRAMES, RING_FULL,
        SYNC, INTERVAL_PASSES, ROLL, READ, TAIL, TAIL_TRIMMED, POINT_READ, READ_TOPIC, COMMIT, TRUNCATE, TAIL_TRUNCATED, BACKUP, READ_BY_ANOTHER_PROCESS, TRIM, SECOND_WRITER, CLOCK_SET_BACK,
        CLOSE, CLOSE_TIMED_OUT, CLOSE_POISONED, OPEN, OPEN_FAILS, OPEN_CRASHES, RECORDS_RECOVERED, COPYING_PUT_OFF, POISONED, DISK_FULL,
        SPACE_AGAIN, BITS_ROT, SECTOR_LOST, FILE_LOST, ROT_AFTER_POWER_CUT, ROT_REFUSED, NOTHING_TO_REPAIR, KILL, KILL_AND_FORGET, POWER_CUT_LOSES, POWER_CUT_KEEPS, POWER_CUT_SCATTERS, POWER_CUT_DESTROYS,
        DROPPED_UNASKED
    }

    /** What the log is doing. */
    enum Phase { OPENING, RUNNING, CLOSING }

    /** An operation of the disk at which the machine stopped. */
    record CrashPoint(Operation operation, Phase phase) implements Comparable<CrashPoint> {

        @Override
        public int compareTo(CrashPoint other) {
            int order = operation.compareTo(other.operation);
            return order == 0 ? phase.compareTo(other.phase) : order;
        }
    }

    /** An operation of the disk, and how it went wrong. */
    record Failure(Operation operation, Fault fault) implements Comparable<Failure> {

        @Override
        public int compareTo(Failure other) {
            int order = operation.compareTo(other.operation);
            return order == 0 ? fault.compareTo(other.fault) : order;
        }
    }

    private final Map<Event, Long> events = new EnumMap<>(Event.class);
    private final Map<Failure, Long> failures = new TreeMap<>();
    private final Map<CrashPoint, Long> crashes = new TreeMap<>();
    private final Map<Integer, Long> lengths = new TreeMap<>();

    void count(Event event) {
        events.merge(event, 1L, Long::sum);
    }

    void failed(Operation operation, Fault fault) {
        failures.merge(new Failure(operation, fault), 1L, Long::sum);
    }

    void crashed(Operation operation, Phase phase) {
        crashes.merge(new CrashPoint(operation, phase), 1L, Long::sum);
    }

    /** A history came to its end. */
    void history(int operations) {
        lengths.merge(operations, 1L, Long::sum);
    }

    synchronized void add(Coverage other) {
        other.events.forEach((event, count) -> events.merge(event, count, Long::sum));
        other.failures.forEach((failure, count) -> failures.merge(failure, count, Long::sum));
        other.crashes.forEach((point, count) -> crashes.merge(point, count, Long::sum));
        other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
    }

    long of(Event event) {
        return events.getOrDefault(event, 0L);
    }

    long of(Operation operation, Fault fault) {
        return failures.getOrDefault(new Failure(operation, fault), 0L);
    }

    Map<CrashPoint, Long> crashes() {
        return crashes;
    }

    long histories() {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    long operations() {
        return lengths.entrySet().stream().mapToLong(entry -> entry.getKey() * entry.getValue()).sum();
    }

    /** Operations in half of the histories, at least; 0 without any. */
    int medianOperations() {
        long left = (histories() + 1) / 2;
        for (Map.Entry<Integer, Long> entry : lengths.entrySet()) {
            left -= entry.getValue();
            if (left <= 0) {
                return entry.getKey();
            }
        }
        return 0;
    }

    /** A table for people. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        table.append(String.format("%,d histories, %,d operations, median %d%n", histories(), operations(), medianOperations()));
        for (Event event : Event.values()) {
            row(table, event.toString(), of(event));
        }
        failures.forEach((failure, count) -> row(table, failure.operation + " " + failure.fault, count));
        crashes.forEach((point, count) -> row(table, point.operation + " stops the machine while " + point.phase, count));
        return table.toString();
    }

    private static void row(StringBuilder table, String what, long count) {
        table.append(String.format("  %-56s %,12d%n", what.toLowerCase().replace('_', ' '), count));
    }
}
