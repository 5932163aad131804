package dev.ringwal.log.local;

import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.storage.StatePage;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the writer says of itself in the mapped {@code state} page. What is stored is true then and stays true, so it may
 * reach the disk at any time or never. A fault of the page ends the publishing and fails no append: recovery has other evidence.
 *
 * <p>Any thread; stores follow one another.
 */
final class StateKeeper {

    private final StateSlot slot;
    private final StatePage page;
    /** Held while the page is synced, so that it is not unmapped meanwhile. */
    private final Object syncing = new Object();

    private volatile boolean broken;

    // A cut that the page will say once a place in its segment is attested, and not before: until then that segment may never be.
    private long comingCutSegment = Long.MIN_VALUE;
    private long comingCutSequence;

    private StateKeeper(StateSlot slot, StatePage page) {
        this.slot = slot;
        this.page = page;
    }

    /**
     * Maps the page, writing it anew where there is none that can be read, or not a whole one.
     *
     * @param found what it says, or null
     * @param fresh what it shall say when nothing was found
     */
    static StateKeeper open(Storage storage, @Nullable StateSlot found, StateSlot fresh) throws IOException {
        StateSlot slot = found == null ? fresh : found;
        if (found == null || isShort(storage)) {
            LogFiles.writeState(storage, slot);
        }
        return new StateKeeper(slot, storage.mapState(LogFiles.STATE, StateSlot.PAGE_BYTES));
    }

    private static boolean isShort(Storage storage) throws IOException {
        try (StorageFile file = storage.openForReading(LogFiles.STATE)) {
            return file.length() < StateSlot.PAGE_BYTES;
        }
    }

    private synchronized void attest(Place place, long sequence) {
        attest(place.segment(), place.salt(), place.offset(), sequence);
    }

    synchronized void attest(long segment, long salt, long offset, long sequence) {
        if (segment == comingCutSegment) {
            slot.cut(comingCutSegment, comingCutSequence);
        }
        slot.attest(segment, salt, offset, sequence);
        store();
    }

    /** What was found when the log was opened. */
    synchronized void attest(Findings findings) {
        slot.cut(findings.cutSegment(), findings.cutSequence());
        attest(findings.attested(), findings.attestedSequence());
    }

    /** The log is cut behind the record, and goes on in the segment once a place there is attested. */
    synchronized void cutComes(long segment, long lastSequence) {
        comingCutSegment = segment;
        comingCutSequence = lastSequence;
    }

    /** The log was truncated, and goes on in the place's segment. */
    synchronized void attestCut(Place place, long sequence) {
        slot.cut(place.segment(), sequence);
        attest(place, sequence);
    }

    synchronized void poisoned() {
        slot.poisoned = true;
        store();
    }

    /** An opening begins: what poisoned the one before is over. */
    synchronized void opened(long pid) {
        slot.poisoned = false;
        owned(pid);
    }

    private synchronized void owned(long pid) {
        slot.pid = pid;
        storeBoth();
    }

    /**
     * Makes durable that all segments below the number are given up.
     *
     * @throws IOException when that could not be done: nothing may then be deleted
     */
    void trimTo(long firstSegment) throws IOException {
        long before = changeFirstSegment(firstSegment);
        try {
            makeDurable();
        } catch (IOException | RuntimeException | Error e) {
            changeFirstSegment(before);
            throw e;
        }
    }

    private synchronized long changeFirstSegment(long firstSegment) {
        long before = slot.firstSegment;
        slot.firstSegment = firstSegment;
        return before;
    }

    /**
     * Stores anew what the page says and syncs it: what another process stored is not trusted to be on its way to the disk.
     *
     * @throws IOException when that could not be done
     */
    void makeDurable() throws IOException {
        storeBoth();
        syncPage();
    }

    /** For roll and close; a failure only means that recovery looks for other evidence. */
    void sync() {
        try {
            syncPage();
        } catch (IOException fault) {
            broken = true;
        }
    }

    /** Beside stores: no commit waits for it. */
    private void syncPage() throws IOException {
        synchronized (syncing) {
            if (broken) {
                throw new IOException("the state page failed");
            }
            try {
                page.sync();
            } catch (InternalError fault) {
                throw new IOException(fault);
            }
        }
    }

    private synchronized void storeBoth() {
        store();
        store();
    }

    private void store() {
        if (broken) {
            return;
        }
        try {
            slot.store(page.bytes());
        } catch (InternalError fault) {
            broken = true;
        }
    }

    /** What the page says, or would say if it could be stored. */
    synchronized StateSlot said() {
        return slot.copy();
    }

    long logIdHigh() {
        return slot.logIdHigh;
    }

    long logIdLow() {
        return slot.logIdLow;
    }

    /** Says that nobody owns the log any more. */
    void close(boolean durably) throws IOException {
        owned(0);
        if (durably) {
            sync();
        }
        synchronized (syncing) {
            broken = true;
            page.close();
        }
    }
}
