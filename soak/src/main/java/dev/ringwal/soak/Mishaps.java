package dev.ringwal.soak;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.soak.Coverage.Event;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What goes wrong around a log that is open: planned now, it happens when the log's work comes to it. */
final class Mishaps {

    /** A log asks for them now and then; the others, all the time. */
    private static final List<Operation> RARE = List.of(Operation.LIST, Operation.CREATE, Operation.LINK, Operation.SHORTEN, Operation.SHORTEN,
            Operation.LOCK, Operation.MAP_STATE, Operation.SYNC_STATE, Operation.DELETE, Operation.SYNC_DIRECTORY);
    private static final List<Operation> OFTEN = List.of(Operation.OPEN, Operation.READ, Operation.WRITE, Operation.SYNC,
            Operation.STORE_STATE);

    /** No append fails for their sake: they are readers', or the state page's, of which a log makes no more than it gets. */
    private static final Set<Operation> HARMLESS = EnumSet.of(Operation.LIST, Operation.LOCK, Operation.MAP_STATE, Operation.STORE_STATE,
            Operation.SYNC_STATE, Operation.OPEN);

    private final World world;
    private final Dice dice;
    private final Coverage coverage;

    Mishaps(World world, Dice dice, Coverage coverage) {
        this.world = world;
        this.dice = dice;
        this.coverage = coverage;
    }

    /** Whether an open log may be poisoned when such an operation fails. A truncation that is under way copies what it reads. */
    static boolean mayPoison(Operation operation, boolean truncates) {
        return operation == Operation.READ ? truncates : !HARMLESS.contains(operation);
    }

    void plan() {
        MemoryStorage disk = world.disk();
        switch (dice.below(12)) {
            case 0, 1 -> disk.crashAt(dice.from(1, 30));
            case 2 -> disk.failHalfWay(dice.from(1, 4), ".seg");
            case 3, 4 -> {
                world.limitDisk();
                disk.leaveRoom(dice.below(8) * 4096L);
            }
            case 5, 6 -> {
                coverage.count(Event.SPACE_AGAIN);
                world.freeDisk();
            }
            case 7, 8 -> new Rot(world, dice, coverage).strike();
            default -> failOne(dice, disk, 4);
        }
    }

    /** Lets one operation fail, soon; of those that are frequent, after so many at most. */
    static void failOne(Dice dice, MemoryStorage disk, int most) {
        if (dice.oneIn(2)) {
            disk.fail(dice.of(RARE), 1);
        } else {
            disk.fail(dice.of(OFTEN), dice.from(1, most));
        }
    }
}
