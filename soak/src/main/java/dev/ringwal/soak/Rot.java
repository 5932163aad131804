package dev.ringwal.soak;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.soak.Coverage.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A bit flips in a place that was durable, and the process dies. It happens on a copy of the disk. Opening it, or reading on, names the
 * damaged file, or every promised record is there: never less without a word, and never another record. With a state page that failed
 * before, nothing may attest the last frame, and damage to it looks like a torn tail: two faults are one too many.
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
        if (world.statePageFailed()) {
            return;
        }
        MemoryStorage copy = world.disk().copy(dice.any());
        copy.capacity(Long.MAX_VALUE); // without room readers stop at what is attested
        List<String> files = copy.names();
        String file = dice.of(files);
        int bytes = copy.contents(file).length;
        if (bytes == 0) {
            return;
        }
        coverage.count(Event.BITS_ROT);
        long bit = bit(bytes);
        copy.flipBit(file, bit);
        try {
            read(copy);
        } catch (CorruptLogException refused) {
            coverage.count(Event.ROT_REFUSED);
            // A file that is being published has two names.
            boolean isIt = Arrays.equals(copy.contents(file), copy.contents(refused.file()));
            World.require(isIt, file + " was damaged, refused was " + refused);
        } catch (IOException | AssertionError broken) {
            throw new AssertionError("bit " + bit % 8 + " flipped at offset " + bit / 8 + " of " + file + ": " + broken, broken);
        }
    }

    /** Where frames are more often than not: most of a segment is zeros. */
    private long bit(int bytes) {
        int limit = dice.oneIn(2) ? Math.min(bytes, 8192) : bytes;
        return 8L * dice.below(limit) + dice.below(8);
    }

    private void read(MemoryStorage copy) throws IOException {
        Process process = new Process(copy, world.clock(), world.settings(), dice);
        try (LogReader reader = process.log().reader(process.log().firstSequence())) {
            long next = process.log().firstSequence();
            World.require(world.model().mayBegin(next), "the log begins behind what was promised, at " + next);
            while (reader.next()) {
                world.model().checkShown(reader.sequence(), Follower.bytes(reader));
                next = reader.sequence() + 1;
            }
            World.require(next > world.model().promised(), "it ends before " + next + ", promised was " + world.model().promised());
        } finally {
            process.close();
        }
    }
}
