package dev.ringwal.soak;

import dev.ringwal.AppendCallback;
import dev.ringwal.LogState;
import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.Durability;
import dev.ringwal.log.LogException;
import dev.ringwal.log.local.LocalSettings;
import dev.ringwal.log.local.LogFiles;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.storage.Fault;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.NoSpaceException;
import dev.ringwal.log.storage.Operation;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.soak.Coverage.Event;
import dev.ringwal.soak.Coverage.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine with a disk, the process that has the log open, if one does, and the model of what must be in it. */
final class World {

    /** So often an opening may be made to fail or to crash before it is let through. */
    private static final int MOST_BAD_OPENINGS = 3;

    private final Dice dice;
    private final Coverage coverage;
    private final Clock clock = new Clock();
    private final Guard guard = new Guard();
    private final Faults faults = new Faults();
    private final Model model;
    private final List<Ending> endings;
    private final LocalSettings settings;
    private MemoryStorage disk;
    private @Nullable Process process;
    private Phase phase = Phase.OPENING;
    private boolean lastEndingKeptCaches = true;

    /** Room is limited, or was when these and earlier records were handed in. */
    private boolean limited;
    private long limitedUpToId = -1;
    private long lastWritten = -1;

    World(MemoryStorage disk, List<Ending> endings, Dice dice, Coverage coverage) {
        this.disk = disk;
        this.endings = endings;
        this.dice = dice;
        this.coverage = coverage;
        settings = Process.settings(dice, clock);
        model = new Model(Dropping.isEverDue(settings), new Subjects(dice.oneIn(2) ? dice.from(1, 6) : 0));
        watch();
    }

    Clock clock() {
        return clock;
    }

    Model model() {
        return model;
    }

    MemoryStorage disk() {
        return disk;
    }

    LocalSettings settings() {
        return settings;
    }

    AppendCallback guarded(AppendCallback callback) {
        return guard.guarded(callback);
    }

    /** From now on the disk may be full. */
    void limitDisk() {
        limited = true;
    }

    /** There is room for whatever is appended from now on. */
    void freeDisk() {
        disk.capacity(Long.MAX_VALUE);
        limitedUpToId = limited ? model.lastId() : limitedUpToId;
        limited = false;
    }

    /** Whether an append may fail because the log is poisoned, or was closed without waiting. */
    boolean mayFail() {
        return faults.mayPoison() || phase == Phase.CLOSING;
    }

    /** Whether the log may say that the disk is full. */
    boolean mayBeRefused(Submission submission) {
        return limited || submission.firstId <= limitedUpToId;
    }

    boolean statePageFailed() {
        return faults.statePageFailed();
    }

    boolean isRunning() {
        return process != null && !disk.hasStopped();
    }

    Process process() {
        if (process == null) {
            throw new IllegalStateException("no log is open");
        }
        return process;
    }

    private void watch() {
        disk.onFault((operation, fault) -> {
            coverage.failed(operation, fault);
            faults.note(operation, fault, model.isCutPending());
            if (fault == Fault.CRASHES) {
                coverage.crashed(operation, phase);
            }
        });
        disk.onOperation((operation, name) -> {
            if (operation == Operation.WRITE && phase == Phase.RUNNING) {
                SegmentName.parse(name).ifPresent(this::countRoll);
            }
        });
    }

    private void countRoll(long segment) {
        if (segment > lastWritten) {
            coverage.count(Event.ROLL);
            lastWritten = segment;
        }
    }

    /** Does something that may fail because the disk does, or because the log is closed or poisoned. */
    void attempt(Runnable work) {
        if (!isRunning()) {
            return;
        }
        try {
            work.run();
        } catch (SimulatedCrash stopped) {
            // Seen to by goOnAfterStop.
        } catch (LogException | UncheckedIOException failed) {
            requireReason(failed);
        }
        guard.throwIfBroken();
    }

    /** Nothing fails on a sound disk and an open log. */
    private void requireReason(RuntimeException failed) {
        if (failed instanceof CorruptLogException || !disk.hasStopped() && !faults.any()) {
            throw new AssertionError("it failed for no reason: " + failed, failed);
        }
        if (failed instanceof UncheckedIOException failing && !disk.hasStopped()) {
            String cause = failing.getCause().getMessage();
            require(faults.statePageFailed() || cause != null && cause.startsWith("simulated: "), "it failed for another reason than a fault: " + failed);
        }
    }

    /** A log is poisoned by a disk that fails, never by a full one, and not by itself. */
    private void requireSoundLog() {
        if (isRunning() && process().log().state() == LogState.POISONED) {
            Throwable cause = process().log().failure().orElseThrow();
            if (!faults.mayPoison() || !(cause instanceof IOException || cause instanceof SimulatedCrash) || cause instanceof NoSpaceException) {
                throw new AssertionError("it is poisoned for no reason", cause);
            }
        }
    }

    /** After a stop of the machine the log is opened on the next one; a poisoned log is used for a while, and then opened again. */
    void goOnAfterStop() {
        requireSoundLog();
        if (disk.hasStopped()) {
            end(dice.of(endings));
        } else if (process().log().state() == LogState.POISONED && dice.oneIn(5)) {
            coverage.count(Event.POISONED);
            if (dice.oneIn(2)) {
                close();
            } else {
                end(dice.of(endings));
            }
        }
    }

    /** Closes in order, after which nobody waits for an answer any more, and opens again. */
    void close() {
        if (process().log().state() == LogState.POISONED) {
            coverage.count(Event.CLOSE_POISONED);
        }
        closing(Event.CLOSE, process()::close);
    }

    /** Gives up at once on what is pending; the rest of the log's work is done, or not, afterwards. */
    void closeWithoutWaiting() {
        closing(Event.CLOSE_TIMED_OUT, () -> {
            process().closeWithoutWaiting();
            requireAllAnswered();
            if (dice.oneIn(2)) {
                process().finish();
            } else {
                end(dice.of(endings));
            }
        });
    }

    private void closing(Event event, Runnable close) {
        coverage.count(event);
        phase = Phase.CLOSING;
        if (dice.oneIn(6)) {
            disk.crashAt(dice.from(1, 15));
        }
        try {
            close.run();
        } catch (SimulatedCrash stopped) {
            // Seen to below.
        }
        if (phase != Phase.CLOSING) {
            return; // it ended, and was opened again
        }
        if (disk.hasStopped()) {
            end(dice.of(endings));
            return;
        }
        requireAllAnswered();
        requireSoundLog();
        require(disk.openFiles() == 0, disk.openFiles() + " files are open after the close");
        if (process().log().state() == LogState.CLOSED) {
            model.closed();
        }
        if (dice.oneIn(2)) {
            end(dice.of(endings));
        } else {
            process = null;
            lastEndingKeptCaches = true;
            open();
        }
    }

    private void requireAllAnswered() {
        guard.throwIfBroken();
        require(disk.hasStopped() || !model.hasPending(), "an append was never answered");
    }

    /** The process or the machine ends, and the log is opened on what is left. */
    void end(Ending ending) {
        coverage.count(Event.valueOf(ending.name()));
        replaceDisk(ending);
        process = null;
        open();
    }

    private void replaceDisk(Ending ending) {
        lastEndingKeptCaches &= ending.keepsCaches() && (ending == Ending.KILL || !faults.syncFailed());
        faults.ended(ending);
        disk = ending.next(disk);
        watch();
    }

    /** Opens and checks. The opening itself may be made to fail, or to crash, some times. */
    void open() {
        phase = Phase.OPENING;
        MemoryStorage found = disk;
        for (int bad = 0; process == null; bad++) {
            boolean plannedBad = bad < MOST_BAD_OPENINGS && dice.oneIn(3);
            if (plannedBad) {
                planBadOpening();
            } else {
                disk.repair();
                disk.capacity(Long.MAX_VALUE);
            }
            found = disk.copy(dice.any());
            tryToOpen();
            require(process != null || plannedBad, "it does not open on a disk without faults");
        }
        disk.repair();
        try {
            check(found);
        } catch (CorruptLogException refused) {
            throw new AssertionError("it calls itself corrupt: " + refused, refused);
        }
        if (!faults.statePageFailed()) {
            model.truncationsAreTold();
        }
        faults.opened();
        limited = false;
        limitedUpToId = -1;
        lastWritten = -1;
        phase = Phase.RUNNING;
    }

    private void planBadOpening() {
        if (dice.oneIn(2)) {
            disk.crashAt(dice.from(1, 20));
        } else if (dice.oneIn(3)) {
            disk.leaveRoom(dice.below(4) * 4096L);
        } else {
            Mishaps.failOne(dice, disk, dice.of(List.of(4, 40)));
        }
    }

    private void tryToOpen() {
        faults.opening();
        try {
            process = new Process(disk, clock, settings, dice);
            coverage.count(Event.OPEN);
        } catch (CorruptLogException refused) {
            throw new AssertionError("it calls itself corrupt: " + refused, refused);
        } catch (IOException | SimulatedCrash failed) {
            if (disk.hasStopped()) {
                coverage.count(Event.OPEN_CRASHES);
                replaceDisk(dice.of(endings));
            } else {
                coverage.count(Event.OPEN_FAILS);
                require(disk.openFiles() == 0, disk.openFiles() + " files are open after an opening that failed");
                require(!disk.isLocked(LogFiles.LOCK), "the directory is locked after an opening that failed");
            }
        }
    }

    /** All that was promised is there, and what is there was appended. @param found what was opened */
    private void check(MemoryStorage found) {
        boolean isAsFound = !process().log().recovery().copyPending() && !Dropping.isEverDue(settings);
        if (process().log().recovery().copyPending()) {
            coverage.count(Event.COPYING_PUT_OFF);
            disk.capacity(Long.MAX_VALUE);
            if (dice.oneIn(2)) {
                finishTheRecoveryByAnAppend();
            }
            closeUnchecked();
            tryToOpen();
        }
        disk.capacity(Long.MAX_VALUE);
        if (process().log().recovery().recordsCopied() > 0) {
            coverage.count(Event.RECORDS_RECOVERED);
        }
        Inspection inspection = new Inspection(process().log(), model.subjects());
        List<byte[]> records = inspection.records();
        model.mayBeRefusedUpTo(limited ? model.lastId() : limitedUpToId);
        if (isAsFound && found.exists(LogFiles.LOCK) && dice.oneIn(4)) {
            coverage.count(Event.NOTHING_TO_REPAIR);
            AroundDamage.requireNone(found, process().log().firstSequence(), records);
        }
        model.reopened(process().log().firstSequence(), records, lastEndingKeptCaches);
        model.positions().reopened(process().stages().positions(), lastEndingKeptCaches);
        if (model.subjects().topics() > 0) {
            inspection.checkTopics(records);
        }
        lastEndingKeptCaches = true;
    }

    /** The first append with room copies what was put off; then it is behind all that was there. */
    private void finishTheRecoveryByAnAppend() {
        Submission first = model.submit(new int[] {Records.ID_BYTES}, Durability.SYNCED, false);
        boolean[] acknowledged = {false};
        boolean room = process().log().topic(model.subjects().of(first.firstId)).tryAppend(first.bytes(0), guarded((sequence, failure) -> {
            acknowledged[0] = failure == null;
            require(sequence == process().log().durableSequence(), "it was given " + sequence + ": " + first);
        }));
        require(room, "there is no room in an empty ring");
        process().run();
        guard.throwIfBroken();
        require(acknowledged[0] && !process().log().recovery().copyPending(), "with room again the recovery is not finished: " + first);
        model.mustComeLast(first);
    }

    private void closeUnchecked() {
        process().close();
        process = null;
    }

    /** The end of every history: what was found is still there after a power cut, and the log can be appended to, closed, and read. */
    void proveThatItGoesOn() {
        end(Ending.POWER_CUT_LOSES);
        Submission last = model.submit(new int[] {Records.ID_BYTES}, Durability.SYNCED, false);
        boolean room = process().log().topic(model.subjects().of(last.firstId)).tryAppend(last.bytes(0),
                guarded((sequence, failure) -> model.completed(last, sequence, failure)));
        require(room, "there is no room in an empty ring");
        model.handedIn(last);
        process().run();
        guard.throwIfBroken();
        require(last.state == Submission.State.ACKNOWLEDGED, "the last append was not acknowledged: " + last);
        close();
        process().close();
        require(disk.openFiles() == 0, disk.openFiles() + " files are open at the end");
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
