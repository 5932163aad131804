package dev.ringwal.soak;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.local.Reach;
import dev.ringwal.log.local.ReadOnlyLog;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.repair.Gap;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What can still be read of a log that was refused: all in front of the damage and behind it, and what is lost is said. */
final class AroundDamage {

    private final MemoryStorage disk;
    private final Model model;

    AroundDamage(MemoryStorage disk, Model model) {
        this.disk = disk;
        this.model = model;
    }

    /**
     * @param sound    records before it are in front of the damage
     * @param first    the first record that nobody asked to trim
     * @param attested the last one that is known to be durable
     */
    void check(long sound, long first, long attested) throws IOException {
        Set<Long> inFront = inFront();
        DamagedLog damaged = DamagedLog.open(disk);
        Set<Long> around = new TreeSet<>();
        try (LogReader reader = damaged.reader(0)) {
            readAll(reader, around);
        }
        for (long sequence = first; sequence <= attested; sequence++) {
            World.require(sequence >= sound || inFront.contains(sequence) || around.contains(sequence),
                    "record " + sequence + " is in front of the damage and cannot be read");
            World.require(around.contains(sequence) || isIn(damaged, sequence),
                    "record " + sequence + " is not read around the damage, and in no gap of " + damaged.gaps());
        }
    }

    /** Repair finds in a log that is not damaged what opening finds. */
    static void requireNone(MemoryStorage disk, long first, List<byte[]> records) {
        try {
            DamagedLog sound = DamagedLog.open(disk);
            World.require(sound.gaps().isEmpty(), "repair calls records lost: " + sound.gaps());
            long next = first;
            try (LogReader reader = sound.reader(first)) {
                while (reader.next()) {
                    World.require(reader.sequence() == next && next - first < records.size()
                            && Arrays.equals(Follower.bytes(reader), records.get((int) (next - first))), "repair shows another record " + next);
                    next++;
                }
            }
            World.require(next == first + records.size(), "repair shows no record from " + next + " on, of those before " + (first + records.size()));
        } catch (IOException impossible) {
            throw new AssertionError("repair does not open it: " + impossible, impossible);
        }
    }

    private Set<Long> inFront() throws IOException {
        Set<Long> read = new TreeSet<>();
        try (ReadOnlyLog log = ReadOnlyLog.open(disk, Reach.RECOVERABLE); LogReader reader = log.reader(log.firstSequence())) {
            readAll(reader, read);
        } catch (CorruptLogException damage) {
            // So far it can be read.
        }
        return read;
    }

    private void readAll(LogReader reader, Set<Long> read) {
        while (reader.next()) {
            model.checkShown(reader.sequence(), Follower.bytes(reader));
            read.add(reader.sequence());
        }
    }

    private static boolean isIn(DamagedLog damaged, long sequence) {
        for (Gap gap : damaged.gaps()) {
            if (gap.firstSequence() <= sequence && sequence <= gap.lastSequence()) {
                return true;
            }
        }
        return false;
    }
}
