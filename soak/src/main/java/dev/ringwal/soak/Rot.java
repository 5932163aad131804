package dev.ringwal.soak;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Unsynced;
import dev.ringwal.soak.Coverage.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A bit flips in a place that was durable, a sector is lost, or a file, and the process dies, or the machine loses power. It happens on a copy
 * of the disk. Opening it, or reading on, names the damaged file, or every attested record is there: never less without a word, and never
 * another record.
 *
 * <p>Attested is every promised record when only the process died. After a power cut, or where the state page failed, it is what a synced
 * record behind it says: damage to the last frames looks like a torn tail then, and what is lost of the last segment may have had both. A
 * truncation is attested by the state page at first: without that, damage to its start takes it back.
 */
final class Rot {

    private static final int SECTOR_BYTES = 512;
    private static final long NOTHING = -1;

    private final World world;
    private final Dice dice;
    private final Coverage coverage;

    Rot(World world, Dice dice, Coverage coverage) {
        this.world = world;
        this.dice = dice;
        this.coverage = coverage;
    }

    void strike() {
        if (!world.model().lastTruncationIsAttested()) {
            if (!world.statePageFailed()) {
                strike(world.disk().copy(dice.any()), true);
            }
        } else if (world.statePageFailed() || dice.oneIn(2)) {
            coverage.count(Event.ROT_AFTER_POWER_CUT);
            strike(world.disk().copy(dice.any()).powerCut(dice.of(List.of(Unsynced.LOST, Unsynced.SCATTERED))), false);
        } else {
            strike(world.disk().copy(dice.any()), true);
        }
    }

    /** @param stateIsNew whether the state page attests all that is promised */
    private void strike(MemoryStorage copy, boolean stateIsNew) {
        copy.capacity(Long.MAX_VALUE); // without room readers stop at what is attested
        List<String> files = copy.names();
        if (files.isEmpty()) {
            return; // the directory was never synced
        }
        try {
            String file = file(copy, files);
            int bytes = (int) copy.length(file);
            if (bytes == 0) {
                return;
            }
            int bit = dice.below(8);
            Damage damage = draw(copy, file, bytes, stateIsNew);
            damage.strike(copy, bit);
            try {
                readOrBeRefused(copy, damage, attested(damage, stateIsNew), stateIsNew);
            } catch (IOException | AssertionError broken) {
                throw new AssertionError(damage + ", bit " + bit + ": " + broken, broken);
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The last segment every other time: there damage and a torn tail must be told from one another. */
    private String file(MemoryStorage copy, List<String> files) throws IOException {
        String top = Damage.top(copy);
        return top != null && dice.oneIn(2) ? top : dice.of(files);
    }

    private Damage draw(MemoryStorage copy, String file, int bytes, boolean stateIsNew) throws IOException {
        int at = place(bytes);
        boolean isCutTold = stateIsNew || !world.statePageFailed() || !world.model().wasTruncated(); // or it may take all that tells it
        switch (isCutTold ? dice.below(4) : 0) {
            case 1 -> {
                coverage.count(Event.SECTOR_LOST);
                int begin = at - at % SECTOR_BYTES;
                return Damage.of(Damage.Kind.SECTOR, copy, file, begin, Math.min(begin + SECTOR_BYTES, bytes));
            }
            case 2 -> {
                if (SegmentName.parse(file).isPresent() && LogFiles.readState(copy) != null) { // or it may have been trimmed
                    coverage.count(Event.FILE_LOST);
                    return Damage.of(Damage.Kind.FILE, copy, file, 0, bytes);
                }
            }
            default -> { }
        }
        coverage.count(Event.BITS_ROT);
        return Damage.of(Damage.Kind.BIT, copy, file, at, at + 1L);
    }

    /** The last record that must be there, or the damage told. */
    private long attested(Damage damage, boolean stateIsNew) {
        if (stateIsNew || damage.file().equals(LogFiles.STATE)) {
            return world.model().promised();
        }
        boolean mayTakeWitnesses = damage.kind() != Damage.Kind.BIT && damage.isTop();
        return mayTakeWitnesses ? Math.min(world.model().attested(), damage.firstRecord() - 1) : world.model().attested();
    }

    /** Without its header nobody can tell what is in the last segment, nor where the log before it ends, unless the state page does. */
    private void readOrBeRefused(MemoryStorage copy, Damage damage, long attested, boolean stateIsNew) throws IOException {
        byte[] damaged = damage.kind() == Damage.Kind.FILE ? new byte[0] : copy.contents(damage.file());
        try {
            read(copy, attested);
        } catch (CorruptLogException refused) {
            coverage.count(Event.ROT_REFUSED);
            World.require(names(refused, copy, damage, damaged) && refused.offset() < damage.end(), "refused was " + refused);
            if (stateIsNew || damage.begin() >= SegmentHeader.BYTES) {
                readAround(copy, damage, refused, attested, stateIsNew);
            }
        }
    }

    /**
     * A file that is being published has two names, of which opening takes one. Where the only segment is lost, one behind it that was
     * prepared looks like the one whose start is lost.
     */
    private static boolean names(CorruptLogException refused, MemoryStorage copy, Damage damage, byte[] damaged) {
        if (damage.kind() == Damage.Kind.FILE) {
            return refused.file().equals(damage.file()) || damage.isTop() && refused.file().compareTo(damage.file()) > 0;
        }
        return copy.names().contains(refused.file()) && Arrays.equals(copy.names().contains(damage.file()) ? copy.contents(damage.file()) : damaged, copy.contents(refused.file()));
    }

    /** Not while a truncation is under way, when nobody knows what is left; nor where nobody is sure where the log begins. */
    private void readAround(MemoryStorage copy, Damage damage, CorruptLogException refused, long attested, boolean stateIsNew)
            throws IOException {
        if (!world.model().isCutPending() && !world.statePageFailed()) {
            long first = world.model().surelyLeftFrom(world.process().log().firstSequence());
            new AroundDamage(copy.kill(), world.model()).check(sound(damage, refused, stateIsNew), first, attested);
        }
    }

    /** Records before it are in front of the damage; but where nobody tells how many were lost with a start, some of those count as lost, too. */
    private static long sound(Damage damage, CorruptLogException refused, boolean stateIsNew) {
        if (damage.kind() == Damage.Kind.BIT || damage.firstRecord() == Damage.NONE) {
            return refused.sequence();
        }
        return stateIsNew || !damage.isTop() ? damage.firstRecord() : NOTHING;
    }

    /** Where frames are more often than not: most of a segment is zeros. */
    private int place(int bytes) {
        return dice.below(dice.oneIn(2) ? Math.min(bytes, 8192) : bytes);
    }

    private void read(MemoryStorage copy, long attested) throws IOException {
        Process process = new Process(copy, world.clock(), world.settings(), dice);
        try (LogReader reader = process.log().reader(process.log().firstSequence())) {
            long next = process.log().firstSequence();
            World.require(world.model().mayBegin(next), "the log begins too late, at " + next);
            while (reader.next()) {
                world.model().checkShown(reader.sequence(), Follower.bytes(reader));
                next = reader.sequence() + 1;
            }
            World.require(next > attested, "it ends before " + next + ", attested was " + attested);
        } finally {
            process.close();
        }
    }
}
