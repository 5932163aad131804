package dev.ringwal.soak;

import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Unsynced;
import java.util.List;

/** How a process or the machine that it ran on ends, and what is left. */
enum Ending {
    KILL(true) {
        @Override
        MemoryStorage next(MemoryStorage disk) {
            return disk.kill();
        }
    },

    /** The system has taken clean pages from memory meanwhile: what a failed sync lost is gone for readers, too. */
    KILL_AND_FORGET(true) {
        @Override
        MemoryStorage next(MemoryStorage disk) {
            MemoryStorage next = disk.kill();
            next.dropCaches();
            return next;
        }
    },
    POWER_CUT_LOSES(false) {
        @Override
        MemoryStorage next(MemoryStorage disk) {
            return disk.powerCut(Unsynced.LOST);
        }
    },
    POWER_CUT_KEEPS(false) {
        @Override
        MemoryStorage next(MemoryStorage disk) {
            return disk.powerCut(Unsynced.KEPT);
        }
    },
    POWER_CUT_SCATTERS(false) {
        @Override
        MemoryStorage next(MemoryStorage disk) {
            return disk.powerCut(Unsynced.SCATTERED);
        }
    },

    /** The disk spoils synced bytes beside those that were being written: more than any log is promised to survive. */
    POWER_CUT_DESTROYS(false) {
        @Override
        MemoryStorage next(MemoryStorage disk) {
            return disk.powerCut(Unsynced.SECTORS_DESTROYED);
        }
    };

    /** What every log must survive. */
    static final List<Ending> ASSUMED = List.of(KILL, KILL_AND_FORGET, POWER_CUT_LOSES, POWER_CUT_KEEPS, POWER_CUT_SCATTERS);

    private final boolean keepsCaches;

    Ending(boolean keepsCaches) {
        this.keepsCaches = keepsCaches;
    }

    /** Whether all that was written and not lost by a failed sync is still there. */
    boolean keepsCaches() {
        return keepsCaches;
    }

    /** Ends the machine; the next one has the disk. */
    abstract MemoryStorage next(MemoryStorage disk);
}
