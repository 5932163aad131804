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
 * A bit flips in a place that was durable, and the process dies, or the machine loses power. It happens on a copy of the disk. Opening it,
 * or reading on, names the damaged file, or every attested record is there: never less without a word, and never another record.
 *
 * <p>Attested is every promised record when only the process died. After a power cut, or where the state page failed, it is what a synced
 * record behind it says: damage to the last frames looks like a torn tail then. A truncation is attested by the state page at first: without
 * that, damage to its start takes it back.
 */
final class Rot {

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
            coverage.count(Event.BITS_ROT_AFTER_POWER_CUT);
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
        coverage.count(Event.BITS_ROT);
        long bit = bit(bytes);
        copy.flipBit(file, bit);
        boolean losesNothing = stateIsNew || file.equals(LogFiles.STATE);
        long attested = losesNothing ? world.model().promised() : world.model().attested();
        try {
            readOrBeRefused(copy, file, bit / 8, attested, stateIsNew);
        } catch (IOException | AssertionError broken) {
            throw new AssertionError("bit " + bit % 8 + " flipped at offset " + bit / 8 + " of " + file + ": " + broken, broken);
        }
    }

    /** Without its header nobody can tell what is in the last segment, nor where the log before it ends, unless the state page does. */
    private void readOrBeRefused(MemoryStorage copy, String file, long offset, long attested, boolean stateIsNew) throws IOException {
        byte[] damaged = copy.contents(file);
        try {
            read(copy, attested);
        } catch (CorruptLogException refused) {
            coverage.count(Event.ROT_REFUSED);
            // A file that is being published has two names, of which opening takes one.
            boolean isIt = copy.names().contains(refused.file())
                    && Arrays.equals(copy.names().contains(file) ? copy.contents(file) : damaged, copy.contents(refused.file()));
            World.require(isIt && refused.offset() <= offset, "refused was " + refused);
            if (stateIsNew || offset >= SegmentHeader.BYTES) {
                readAround(copy, refused, attested);
            }
        }
    }

    /** Not while a truncation is under way, when nobody knows what is left; nor where nobody is sure where the log begins. */
    private void readAround(MemoryStorage copy, CorruptLogException refused, long attested) throws IOException {
        if (!world.model().isCutPending() && !world.statePageFailed()) {
            long first = world.model().surelyLeftFrom(world.process().log().firstSequence());
            new AroundDamage(copy.kill(), world.model()).check(refused, first, attested);
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
