package dev.ringwal.soak;

import dev.ringwal.log.storage.Fault;
import dev.ringwal.log.storage.Operation;

/** What has gone wrong with the disk, and what may therefore be expected of the log. */
final class Faults {

    /** A sync has failed since the last start of the machine or forgetting of its caches: they are not what the disk has. */
    private boolean syncFailed;

    /** The log does not publish its attested position in the state page any more. */
    private boolean statePageFailed;

    /** Something went wrong since the log was opened; and it was of a kind that poisons a log. */
    private boolean any;
    private boolean mayPoison;

    void note(Operation operation, Fault fault, boolean truncates) {
        any = true;
        mayPoison |= Mishaps.mayPoison(operation, truncates);
        syncFailed |= operation == Operation.SYNC && fault == Fault.FAILS;
        statePageFailed |= operation == Operation.STORE_STATE || operation == Operation.SYNC_STATE;
    }

    /** The process or the machine has ended. */
    void ended(Ending ending) {
        syncFailed &= ending == Ending.KILL;
    }

    /** The log maps its page anew. */
    void opening() {
        statePageFailed = false;
    }

    void opened() {
        any = statePageFailed;
        mayPoison = false;
    }

    boolean any() {
        return any;
    }

    boolean mayPoison() {
        return mayPoison;
    }

    boolean syncFailed() {
        return syncFailed;
    }

    boolean statePageFailed() {
        return statePageFailed;
    }
}
