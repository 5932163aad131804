package dev.ringwal.soak;

import java.util.List;
import java.util.Random;

/** All chance of one history. */
final class Dice {

    private final Random random;

    Dice(long seed) {
        random = new Random(mixed(seed));
    }

    /** The first numbers that a {@link Random} draws for seeds 0, 1, 2 are nearly alike; this is the finish of MurmurHash3. */
    private static long mixed(long seed) {
        long half = (seed ^ seed >>> 33) * 0xff51afd7ed558ccdL;
        long full = (half ^ half >>> 33) * 0xc4ceb9fe1a85ec53L;
        return full ^ full >>> 33;
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    /** From 0 to the limit, that not included. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** From one to the other, both included. */
    int from(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    long any() {
        return random.nextLong();
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
