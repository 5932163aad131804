package dev.ringwal.log.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which operations of a {@link MemoryStorage} are to fail, and where it crashes. Not thread-safe. */
final class FaultPlan {

    private static final class Planned {

        private final Operation operation;
        private final String namePart;
        private final Fault fault;
        private final boolean again;
        private int left;

        Planned(Operation operation, String namePart, Fault fault, int nth, boolean again) {
            this.operation = operation;
            this.namePart = namePart;
            this.fault = fault;
            this.left = nth;
            this.again = again;
        }

        private boolean isDue(Operation asked, String name) {
            if (asked != operation || !name.contains(namePart)) {
                return false;
            }
            left--;
            return left == 0 || again && left < 0;
        }
    }

    private final List<Planned> planned = new ArrayList<>();
    private long changes;
    private long crashAtChange = Long.MAX_VALUE;
    private double shareOfWrite = -1;

    void fail(Operation operation, int nth, String namePart, Fault fault) {
        planned.add(new Planned(operation, namePart, fault, nth, false));
    }

    void failFrom(Operation operation, int nth, String namePart) {
        planned.add(new Planned(operation, namePart, Fault.FAILS, nth, true));
    }

    void crashAt(long nthChange, double shareOfWrite) {
        crashAtChange = changes + nthChange;
        this.shareOfWrite = shareOfWrite;
    }

    /** How much of a write at which it crashes is done; negative: to be drawn by lot. */
    double shareOfWrite() {
        return shareOfWrite;
    }

    void clear() {
        planned.clear();
        crashAtChange = Long.MAX_VALUE;
    }

    long changes() {
        return changes;
    }

    /** Counts the operation. */
    @Nullable Fault next(Operation operation, String name) {
        changes += operation.isChange() ? 1 : 0;
        Fault due = null;
        for (Planned one : planned) {
            due = one.isDue(operation, name) ? one.fault : due;
        }
        return changes >= crashAtChange ? Fault.CRASHES : due;
    }
}
