package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.LostStart;
import dev.ringwal.log.segment.Salts;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What precedes the damage of a log is a log of its own: its segments are looked at as if there were no others. Where it is the beginning of
 * a segment that is damaged, this ends with the last record that certainly precedes it. One thread, one use.
 */
final class FrontOfDamage {

    private final Storage storage;
    private final @Nullable StateSlot state;
    private final NavigableMap<Long, @Nullable Long> salts;

    /** Records behind it may have been cut off. */
    private long last = Long.MAX_VALUE;

    private FrontOfDamage(Storage storage) throws IOException {
        this.storage = storage;
        state = LogFiles.readState(storage);
        salts = Salts.of(storage, state);
    }

    /** @throws CorruptLogException when nothing precedes it */
    static Findings of(CorruptLogException damage, Storage storage) throws IOException {
        return new FrontOfDamage(storage).find(damage);
    }

    /** The first damage of the log is met last. */
    private Findings find(CorruptLogException damage) throws IOException {
        OptionalLong number = SegmentName.parse(damage.file());
        if (number.isEmpty()) {
            throw damage;
        }
        boolean beginIsSound = damage.offset() > SegmentHeader.BYTES;
        try {
            long below = beginIsSound ? number.getAsLong() + 1 : belowWhatWasCut(number.getAsLong());
            Findings findings = Analysis.of(storage, below, last);
            if (findings.top() == null) {
                throw damage;
            }
            return findings.damagedBy(damage);
        } catch (CorruptLogException lower) {
            if (lower == damage || lower.file().equals(damage.file())) {
                throw damage;
            }
            return find(lower);
        }
    }

    /** Of the segments in front of this one those below the returned number have records that certainly precede it. */
    private long belowWhatWasCut(long number) throws IOException {
        last = Math.min(last, lastBefore(number));
        long below = number;
        SegmentHead top = Survey.of(storage, below).top();
        while (top != null && endOfStart(top) > last) {
            below = top.number();
            last = Math.min(last, Objects.requireNonNull(top.start()).lastSequence());
            top = Survey.of(storage, below).top();
        }
        return below;
    }

    private static long endOfStart(SegmentHead head) {
        StartBody start = Objects.requireNonNull(head.start());
        return start.lastSequence() + start.copiedRecords();
    }

    private long lastBefore(long number) throws IOException {
        long left = state == null ? Long.MAX_VALUE : state.lastBelow(number);
        boolean isTold = false;
        for (Map.Entry<Long, @Nullable Long> behind : salts.tailMap(number, false).entrySet()) {
            StartBody start = startOf(behind.getKey(), behind.getValue());
            if (start != null) {
                boolean tells = start.before().segment() == number;
                left = Math.min(left, tells ? start.formerLastSequence() : start.lastSequence());
                isTold |= tells;
            }
        }
        return isTold ? left : Math.min(left, lastBeforeLostStart(number));
    }

    private @Nullable StartBody startOf(long number, @Nullable Long salt) throws IOException {
        try {
            SegmentHead head = SegmentHead.read(storage, number);
            return salt != null && head.salt() == salt ? head.start() : null;
        } catch (CorruptLogException damagedToo) {
            return null; // it does not say
        }
    }

    private long lastBeforeLostStart(long number) throws IOException {
        Long salt = salts.get(number);
        if (salt == null) {
            return Long.MAX_VALUE;
        }
        String name = SegmentName.of(number);
        try (StorageFile file = storage.openForReading(name)) {
            return LostStart.lastBefore(new FrameScanner(file, name, salt), number, salt, state);
        }
    }
}
