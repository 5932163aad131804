package dev.ringwal.log.local;

import dev.ringwal.log.RecoveryReport;
import dev.ringwal.log.storage.NoSpaceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of recovery that writes: the new start, if one is needed, and the deletion of what it voids. On a full disk it is put
 * off until there is room; until then nothing behind the attested position is served and no sequence is given out. The opening
 * thread, then the writing one.
 */
final class PendingRecovery {

    private final Opened opened;
    private final Tip tip;
    private final SegmentSizes sizes;
    private boolean pending = true;
    private volatile RecoveryReport report;

    PendingRecovery(Opened opened, Tip tip, SegmentSizes sizes) {
        this.opened = opened;
        this.tip = tip;
        this.sizes = sizes;
        this.report = describe();
    }

    /** Does it, or puts it off. */
    void finishIfThereIsRoom() throws IOException {
        try {
            finish();
        } catch (NoSpaceException putOff) {
            // The first append that finds room does it; the report says so.
        }
        report = describe();
    }

    /**
     * Does it, unless it was done.
     *
     * @throws NoSpaceException when there is no room: nothing was changed
     */
    void finish() throws IOException {
        if (!pending) {
            return;
        }
        Findings findings = opened.findings();
        if (findings.startNeeded()) {
            RecoveryStart start = new RecoveryStart(opened.storage(), findings);
            tip.resume(start.write(opened.factory(), sizes.next(), tip.now()));
        }
        // Only now, with the start that voids them durable.
        Opened.delete(opened.storage(), voids(findings));
        pending = false;
        report = describe();
    }

    /** The top segment too, if not even its own start counts. */
    private static List<String> voids(Findings findings) {
        List<String> voids = new ArrayList<>(findings.voids());
        if (findings.top() != null && findings.startNeeded() && findings.attested().segment() != findings.top().number()) {
            voids.add(findings.top().name());
        }
        return voids;
    }

    RecoveryReport report() {
        return report;
    }

    private RecoveryReport describe() {
        Findings findings = opened.findings();
        boolean begun = findings.startNeeded() && !pending;
        return new RecoveryReport(findings.firstSequence(), pending ? findings.attestedSequence() : findings.endSequence(),
                findings.segments().size() + (begun ? 1 : 0), findings.tornBytes(), pending ? 0 : findings.unprovenRecords(),
                findings.state() == null && findings.top() != null, pending,
                Duration.ofNanos(System.nanoTime() - opened.begunNanos()));
    }
}
