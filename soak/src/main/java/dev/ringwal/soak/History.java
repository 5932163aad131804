package dev.ringwal.soak;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.soak.Coverage.Event;
import java.util.List;

/**
 * One life of a log, drawn by lot. Between two things that users do, the log's own work goes on for a while, in any order. At its end the
 * log is opened, appended to, and read once more. Everything follows from the seed.
 */
final class History {

    private static final int LEAST_OPERATIONS = 20;
    private static final int MOST_OPERATIONS = 100;

    private final List<Ending> endings;
    private final Dice dice;
    private final Coverage coverage;
    private final World world;
    private final Users users;
    private final Mishaps mishaps;

    /** How much of the log's own work is done between two operations, in this history: some are busy, some never quite done. */
    private final int patience;

    History(long seed, Coverage coverage) {
        this(seed, Ending.ASSUMED, coverage);
    }

    /** @param endings how processes and machines may end */
    History(long seed, List<Ending> endings, Coverage coverage) {
        this.endings = endings;
        this.coverage = coverage;
        dice = new Dice(seed);
        world = new World(new MemoryStorage(dice.any()), endings, dice, coverage);
        users = new Users(world, dice, coverage);
        mishaps = new Mishaps(world, dice, coverage);
        patience = dice.of(List.of(2, 6, 12, 25));
    }

    /** @throws AssertionError when a promise was broken */
    void run() {
        world.open();
        int operations = dice.from(LEAST_OPERATIONS, MOST_OPERATIONS);
        for (int i = 0; i < operations; i++) {
            operate();
            work();
        }
        world.end(dice.of(endings));
        world.proveThatItGoesOn();
        coverage.history(operations);
    }

    private void operate() {
        int turn = dice.below(100);
        if (turn < 78) {
            world.attempt(users::act);
        } else if (turn < 94) {
            mishaps.plan();
        } else {
            endSomehow();
        }
    }

    private void endSomehow() {
        switch (dice.below(4)) {
            case 0 -> world.close();
            case 1 -> world.closeWithoutWaiting();
            default -> world.end(dice.of(endings));
        }
    }

    private void step() {
        long first = world.process().log().firstSequence();
        Dropping dropping = new Dropping(world.settings(), world.disk());
        world.process().step(dice);
        long left = world.process().log().firstSequence();
        if (left > first) {
            coverage.count(Event.DROPPED_UNASKED);
            dropping.check(left, world.model(), world.clock().nanos());
        }
    }

    private void work() {
        int steps = dice.below(patience);
        for (int i = 0; i < steps && world.isRunning(); i++) {
            world.attempt(this::step);
        }
        if (dice.oneIn(8)) {
            coverage.count(Event.INTERVAL_PASSES);
            world.clock().pass(dice.from(1, 15) * 1_000_000L);
        }
        world.goOnAfterStop();
    }
}
