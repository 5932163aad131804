package dev.ringwal.soak;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Unsynced;
import dev.ringwal.soak.Coverage.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A bit flips in a place that was durable, or the sector is lost, and the process dies, or the machine loses power. It happens on a copy of the disk. Opening it,
 * or reading on, names the damaged file, or every attested record is there: never less without a word, and never another record.
 *
 * <p>Attested is every promised record when only the process died. After a power cut, or where the state page failed, it is what a synced
 * record behind it says: damage to the last frames looks like a torn tail then, and a sector may have had both. A truncation is attested by the state page at first: without
 * that, damage to its start takes it back.
 */
final class Rot {

    private static final int SECTOR_BYTES = 512;
    private static final long NOTHING = -1;

    /** @param end behind its last byte */
    private record Damage(String file, long begin, long end) {

        boolean isSector() {
            return end - begin > 1;
        }
    }

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
        String file = dice.of(files);
        int bytes = copy.contents(file).length;
        if (bytes == 0) {
            return;
        }
        long bit = bit(bytes);
        boolean isCutTold = stateIsNew || !world.statePageFailed() || !world.model().wasTruncated(); // or the sector may have all that tells it
        Damage damage = isCutTold && dice.oneIn(2) ? loseSector(copy, file, bit / 8, bytes) : flip(copy, file, bit);
        boolean losesNothing = stateIsNew || file.equals(LogFiles.STATE);
        long attested = losesNothing ? world.model().promised() : damage.isSector() ? NOTHING : world.model().attested();
        try {
            readOrBeRefused(copy, damage, attested, stateIsNew);
        } catch (IOException | AssertionError broken) {
            throw new AssertionError(damage + ", bit " + bit % 8 + ": " + broken, broken);
        }
    }

    private Damage flip(MemoryStorage copy, String file, long bit) {
        coverage.count(Event.BITS_ROT);
        copy.flipBit(file, bit);
        return new Damage(file, bit / 8, bit / 8 + 1);
    }

    private Damage loseSector(MemoryStorage copy, String file, long offset, int bytes) {
        coverage.count(Event.SECTOR_LOST);
        long begin = offset - offset % SECTOR_BYTES;
        int length = (int) Math.min(SECTOR_BYTES, bytes - begin);
        copy.overwrite(file, begin, new byte[length]);
        return new Damage(file, begin, begin + length);
    }

    /** Without its header nobody can tell what is in the last segment, nor where the log before it ends, unless the state page does. */
    private void readOrBeRefused(MemoryStorage copy, Damage damage, long attested, boolean stateIsNew) throws IOException {
        byte[] damaged = copy.contents(damage.file);
        try {
            read(copy, attested);
        } catch (CorruptLogException refused) {
            coverage.count(Event.ROT_REFUSED);
            // A file that is being published has two names, of which opening takes one.
            boolean isIt = copy.names().contains(refused.file())
                    && Arrays.equals(copy.names().contains(damage.file) ? copy.contents(damage.file) : damaged, copy.contents(refused.file()));
            World.require(isIt && refused.offset() < damage.end, "refused was " + refused);
            if (stateIsNew || damage.begin >= SegmentHeader.BYTES) {
                readAround(copy, damage, refused, attested);
            }
        }
    }

    /**
     * Not while a truncation is under way, when nobody knows what is left; nor where nobody is sure where the log begins. Of the frames that a
     * sector had any may be named.
     */
    private void readAround(MemoryStorage copy, Damage damage, CorruptLogException refused, long attested) throws IOException {
        if (!world.model().isCutPending() && !world.statePageFailed()) {
            long first = world.model().surelyLeftFrom(world.process().log().firstSequence());
            long sound = damage.isSector() ? NOTHING : refused.sequence();
            new AroundDamage(copy.kill(), world.model()).check(sound, first, attested);
        }
    }

    /** Where frames are more often than not: most of a segment is zeros. */
    private long bit(int bytes) {
        int limit = dice.oneIn(2) ? Math.min(bytes, 8192) : bytes;
        return 8L * dice.below(limit) + dice.below(8);
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
