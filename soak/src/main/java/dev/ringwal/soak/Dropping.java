package dev.ringwal.soak;

import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.local.Retention;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A step of a log's own work, in which it may drop something unasked: never while all that it has is within the bounds. */
final class Dropping {

    private final LocalSettings settings;
    private final Retention retention;

    /** What the segments take at most, before the step, the last one counted as if it were full. */
    private final long bytes;

    Dropping(LocalSettings settings, MemoryStorage disk) {
        this.settings = settings;
        retention = settings.retention();
        bytes = retention.bytes() == Retention.UNBOUNDED ? 0 : bytesOf(disk);
    }

    /** Whether it may at all. */
    static boolean isEverDue(LocalSettings settings) {
        return settings.retention().bytes() != Retention.UNBOUNDED || settings.retention().ageNanos() != Retention.UNBOUNDED;
    }

    private long bytesOf(MemoryStorage disk) {
        StateSlot state = StateSlot.newest(ByteBuffer.wrap(disk.contents(LogFiles.STATE)).order(ByteOrder.LITTLE_ENDIAN));
        long sum = settings.segmentBytes();
        for (long number = state == null ? 0 : state.firstSegment; state != null && number <= state.attestedSegment; number++) {
            String name = SegmentName.of(number);
            sum += disk.exists(name) ? disk.length(name) : 0;
        }
        return sum;
    }

    /** Something was dropped. @param first what is left begins there */
    void check(long first, Model model, long nowNanos) {
        boolean isOld = retention.ageNanos() != Retention.UNBOUNDED && model.wasHandedInBefore(first - 1, nowNanos - retention.ageNanos());
        World.require(isOld || bytes > retention.bytes(), "the log begins with " + first + " now, for no reason: " + retention);
    }
}
