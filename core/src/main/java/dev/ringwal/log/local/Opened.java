package dev.ringwal.log.local;

import dev.ringwal.log.LogInUseException;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.SegmentFactory;
import dev.ringwal.log.segment.Spares;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.WriterLock;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A directory that was locked and looked at: what a store is built on.
 *
 * @param begunNanos when opening began, on the clock of {@link System#nanoTime()}
 */
record Opened(Storage storage, WriterLock lock, Findings findings, StateKeeper state, SegmentFactory factory, LocalSettings settings,
        long begunNanos) {

    /**
     * Locks the directory and decides everything; changes nothing but the state page.
     *
     * @param random for the log's id and the segments' salts
     */
    static Opened open(Storage storage, LocalSettings settings, LongSupplier random) throws IOException {
        long begunNanos = System.nanoTime();
        refuseIfLockWasDeleted(storage);
        WriterLock lock = storage.tryLock(LogFiles.LOCK);
        if (lock == null) {
            throw new LogInUseException(storage.directory(), ownersPid(storage));
        }
        try {
            // An earlier process may have died between a change of the directory and its sync: what is seen now must stay.
            storage.syncDirectory();
            Findings findings = Analysis.of(storage);
            if (findings.state() == null) {
                // Before there is a new state: it may give the log another id than an unused segment has.
                delete(storage, findings.leftovers());
            }
            StateKeeper state = StateKeeper.open(storage, findings.state(), findings.attestedState(random));
            if (findings.top() != null) {
                // Frames may prove more than a page that failed before: other processes see no further than it says.
                state.attest(findings);
            }
            state.opened(ProcessHandle.current().pid());
            if (findings.cutSegment() >= 0) {
                state.sync(); // whoever cut the log there may not have been able to
            }
            Spares spares = new Spares(storage, findings.nextNumber(), settings.segmentBytes());
            SegmentFactory factory = new SegmentFactory(storage, spares, state.logIdHigh(), state.logIdLow(), random,
                    settings.wallClockNanos());
            return new Opened(storage, lock, findings, state, factory, settings, begunNanos);
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Deletes what nobody needs. That segments were trimmed a dead process may have said in the page cache only: this is made
     * durable first, or after a power cut the log would miss what was deleted on its word.
     */
    void clear() throws IOException {
        if (findings.state() != null && !findings.leftovers().isEmpty()) {
            state.makeDurable();
            delete(storage, findings.leftovers());
        }
    }

    /**
     * Nobody deletes the lock file, so whose deleted one a living writer still holds cannot be told from the lock. The state page
     * names that writer. A process of another machine or container is not seen.
     */
    private static void refuseIfLockWasDeleted(Storage storage) throws IOException {
        if (storage.exists(LogFiles.LOCK)) {
            return;
        }
        long pid = ownersPid(storage);
        if (pid != 0 && pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent()) {
            throw new LogInUseException(storage.directory(), pid, ", and its file " + LogFiles.LOCK
                    + " was deleted (if that process is no writer of this log, create an empty one)");
        }
    }

    private static long ownersPid(Storage storage) throws IOException {
        StateSlot state = LogFiles.readState(storage);
        return state == null ? 0 : state.pid;
    }

    /** Durable before a number is used again. */
    static void delete(Storage storage, List<String> names) throws IOException {
        for (String name : names) {
            storage.delete(name);
        }
        if (!names.isEmpty()) {
            storage.syncDirectory();
        }
    }
}
