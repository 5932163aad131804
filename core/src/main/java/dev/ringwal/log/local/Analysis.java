package dev.ringwal.log.local;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.format.ControlState;
import dev.ringwal.log.format.FooterBody;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.SegmentHeader;
import dev.ringwal.log.format.StartBody;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.segment.ControlScan;
import dev.ringwal.log.segment.FrameScanner;
import dev.ringwal.log.segment.Segment;
import dev.ringwal.log.segment.SegmentHead;
import dev.ringwal.log.segment.SegmentName;
import dev.ringwal.log.segment.TailScan;
import dev.ringwal.log.storage.Storage;
import dev.ringwal.log.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from a directory's files what the log is: which segments, up to where it is proven, where it ends. Changes nothing, so
 * that readers and commands use it as well as recovery. The directory must have no writer meanwhile.
 *
 * <p>The rule: what stands before the attested position (the furthest that the state page or a frame says a completed sync
 * covered) must verify, or the log is corrupt. The first frame behind it that does not verify is the end.
 */
final class Analysis {

    /** Segments, and records. */
    private static final long ALL = Long.MAX_VALUE;

    private final Storage storage;
    private final Survey survey;
    private final long last;

    private Analysis(Storage storage, long below, long last) throws IOException {
        this.storage = storage;
        this.survey = Survey.of(storage, below);
        this.last = last;
    }

    /** @throws CorruptLogException on damage before the attested position */
    static Findings of(Storage storage) throws IOException {
        Findings findings = of(storage, ALL, ALL);
        if (findings.damage() != null) {
            throw findings.damage();
        }
        return findings;
    }

    /**
     * As {@link #of}, but damage is reported: what precedes it can be read, and nothing else is to be done.
     *
     * @throws CorruptLogException when nothing precedes it
     */
    static Findings upToDamage(Storage storage) throws IOException {
        try {
            return of(storage, ALL, ALL);
        } catch (CorruptLogException damage) {
            return FrontOfDamage.of(damage, storage);
        }
    }

    /**
     * What these segments would be without the others.
     *
     * @param below segments from this number on are not looked at
     * @param last  nor records behind this one
     * @throws CorruptLogException on damage of which nothing precedes
     */
    static Findings of(Storage storage, long below, long last) throws IOException {
        return new Analysis(storage, below, last).findings();
    }

    /** @throws CorruptLogException when the segments up to this one could not be opened as a log that ends in it */
    static void checkUpTo(long number, Storage storage) throws IOException {
        Survey survey = Survey.of(storage, number + 1);
        SegmentHead top = survey.heads().get(number);
        if (top == null) {
            throw new CorruptLogException(SegmentName.of(number), 0, -1, "the segment is missing");
        }
        StateSlot state = survey.state();
        Chain.from(top, survey.heads()::get, state == null ? 0 : state.firstSegment, state != null).checkFooters(storage);
    }

    private Findings findings() throws IOException {
        SegmentHead top = survey.top();
        Place stated = stated(top);
        List<String> leftovers = leftovers(top);
        if (top == null) {
            return new Findings(survey.state(), null, null, Place.NONE, -1, 0, -1, 0, 0, false, false, leftovers, List.of(),
                    new ControlState(), new ControlState(), null);
        }
        StateSlot state = survey.state();
        Chain chain = Chain.from(top, survey.heads()::get, state == null ? 0 : state.firstSegment, state != null);
        checkTrimmed(chain);
        chain.checkFooters(storage);
        try (StorageFile file = storage.openForReading(top.name())) {
            return findings(chain, stated, leftovers, new FrameScanner(file, top.name(), top.salt()));
        }
    }

    /** What the state page attests, after a look whether it can belong to these files. */
    private Place stated(@Nullable SegmentHead top) throws IOException {
        StateSlot state = survey.state();
        if (state == null || state.attestedSegment < state.firstSegment || state.attestedSegment >= survey.below()) {
            if (state != null && top == null && state.firstSegment > 0 && state.firstSegment < survey.below()) {
                throw nothingToBeginWith(state.firstSegment); // a trim leaves the last one
            }
            return Place.NONE;
        }
        Place place = state.attested();
        SegmentHead head = survey.heads().get(place.segment());
        if (head != null && head.salt() != place.salt()) {
            throw new CorruptLogException(head.name(), 0, -1, "it is another file than " + LogFiles.STATE + " attests");
        }
        if (top == null || place.segment() > top.number()) {
            if (head == null) {
                checkUnusedBehind(place.segment()); // one that was used may have made void the one that is missing
            }
            throw beyondTop(place.segment(), LogFiles.STATE + " attests offset " + place.offset() + " in it");
        }
        return place;
    }

    /** A segment without a start that verifies is attested. */
    private CorruptLogException beyondTop(long segment, String evidence) {
        boolean missing = !survey.heads().containsKey(segment);
        return new CorruptLogException(SegmentName.of(segment), missing ? 0 : SegmentHeader.BYTES, -1,
                (missing ? "the segment is missing" : "the start of the segment does not verify") + ", but " + evidence);
    }

    private CorruptLogException nothingToBeginWith(long firstSegment) {
        boolean missing = survey.heads().isEmpty();
        String name = missing ? SegmentName.of(firstSegment) : survey.heads().firstEntry().getValue().name();
        return new CorruptLogException(name, missing ? 0 : SegmentHeader.BYTES, -1,
                (missing ? "the segment is missing" : "the start of the segment does not verify") + ", but " + LogFiles.STATE
                        + " says that the log begins in segment " + firstSegment + " or later");
    }

    private List<String> leftovers(@Nullable SegmentHead top) throws IOException {
        List<String> leftovers = new ArrayList<>(survey.temporaries());
        long used = top == null ? -1 : top.number();
        checkUnusedBehind(used);
        survey.heads().tailMap(used, false).values().forEach(head -> leftovers.add(head.name()));
        for (long number : survey.trimmed()) {
            if (hasValidHeader(number)) {
                leftovers.add(SegmentName.of(number));
            }
        }
        return leftovers;
    }

    /** A damaged file is never deleted. */
    private boolean hasValidHeader(long number) throws IOException {
        try {
            return SegmentHead.read(storage, number).number() == number;
        } catch (CorruptLogException damaged) {
            return false;
        }
    }

    private void checkUnusedBehind(long used) throws IOException {
        for (SegmentHead head : survey.heads().tailMap(used, false).values()) {
            checkUnused(head, used);
        }
    }

    /** A segment without a complete start was never used, unless a frame in it, or in one behind it, says that it was covered by a sync. */
    private void checkUnused(SegmentHead head, long used) throws IOException {
        try (StorageFile file = storage.openForReading(head.name())) {
            FrameScanner scanner = new FrameScanner(file, head.name(), head.salt());
            long found = scanner.findHeader(SegmentHeader.BYTES);
            while (found >= 0) {
                Place says = scanner.attested();
                if (says.segment() > used) {
                    throw beyondTop(says.segment(), "a frame at offset " + found + " of " + head.name() + " attests it");
                }
                found = scanner.findHeader(found + 1);
            }
        }
    }

    /** A trim deletes the oldest first: what is missing above a segment that is there was not trimmed, though no state says so. */
    private void checkTrimmed(Chain chain) {
        long missing = chain.bottom().start().before().segment();
        if (survey.state() == null && !survey.heads().headMap(missing).isEmpty()) {
            throw new CorruptLogException(SegmentName.of(missing), 0, -1,
                    "the segment is missing, and " + chain.bottom().head().name() + " goes on from it");
        }
    }

    private Findings findings(Chain chain, Place stated, List<String> leftovers, FrameScanner scanner) throws IOException {
        Chain.Link top = chain.top();
        if (stated.isIn(top.head().number(), top.head().salt())) {
            FooterBody footer = Segment.readFooter(scanner, stated.offset());
            if (footer != null && footer.lastSequence() <= last) {
                return sealed(chain, stated, leftovers, footer, scanner);
            }
            scanner.jump();
        }
        return scanned(chain, stated, leftovers, scanner);
    }

    /** The footer is attested: nothing needs to be scanned. */
    private Findings sealed(Chain chain, Place stated, List<String> leftovers, FooterBody footer, FrameScanner scanner)
            throws IOException {
        SegmentHead top = chain.top().head();
        if (!footer.isPlausible(chain.top().start().lastSequence())) {
            throw new CorruptLogException(top.name(), stated.offset() - FooterBody.FRAME_BYTES, -1, "no segment can end as its footer says: "
                    + footer);
        }
        ControlState control = new ControlScan(scanner, top.name()).upTo(stated.offset());
        return new Findings(survey.state(), top, chain, stated, footer.lastSequence(), stated.offset(),
                footer.lastSequence(), Math.max(footer.lastNanos(), top.startNanos()), 0, true, false, leftovers, voids(chain), control,
                control, null);
    }

    private Findings scanned(Chain chain, Place stated, List<String> leftovers, FrameScanner scanner) throws IOException {
        SegmentHead head = chain.top().head();
        StartBody start = chain.top().start();
        TailScan scan = new TailScan(scanner, head, start, last).run();
        Place furthest = furthest(stated, scan.attested(), head.number());
        boolean isInTop = furthest.isIn(head.number(), head.salt());
        CorruptLogException damage = damage(scan, head, isInTop ? furthest.offset() : 0);
        if (damage != null) {
            return damaged(chain, scan, leftovers, control(scan, scanner, head, scan.end()), damage);
        }
        // A truncation may name a place within the start that was written before it: that was durable as a whole.
        Place attested = isInTop ? head.place(Math.max(furthest.offset(), start.endOffset())) : start.before();
        long attestedSequence = isInTop ? scan.sequenceAt(attested.offset(), start) : start.lastSequence();
        ControlState control = control(scan, scanner, head, scan.end());
        ControlState attestedControl = isInTop && attested.offset() == scan.end() ? control
                : isInTop ? control(scan, scanner, head, attested.offset()) : startControl(scanner, head);
        return new Findings(survey.state(), head, chain, attested, attestedSequence, scan.end(),
                scan.endSequence(), scan.lastNanos(), scan.tornBytes(), scan.isSealed() && attested.offset() == scan.end(),
                !isInTop || scan.endSequence() > attestedSequence || scan.controlEnd() > attested.offset(),
                leftovers, voids(chain), attestedControl, control, null);
    }

    /** A start that is not complete says nothing of the log, but what it attests was so. */
    private Place furthest(Place stated, Place scanned, long top) {
        Place furthest = stated.compareTo(scanned) > 0 ? stated : scanned;
        for (SegmentHead unfinished : survey.heads().tailMap(top, false).values()) {
            furthest = unfinished.attested().compareTo(furthest) > 0 ? unfinished.attested() : furthest;
        }
        return furthest;
    }

    private static ControlState control(TailScan scan, FrameScanner scanner, SegmentHead head, long offset) throws IOException {
        scanner.jump();
        return scan.hasControl() ? new ControlScan(scanner, head.name()).upTo(offset) : new ControlState();
    }

    /** Names and positions that the start, which nobody attests, repeats: those of the log before it. */
    private static ControlState startControl(FrameScanner scanner, SegmentHead head) throws IOException {
        scanner.jump();
        return new ControlScan(scanner, head.name()).ofStart();
    }

    /** All in front of the damage was synced. */
    private Findings damaged(Chain chain, TailScan scan, List<String> leftovers, ControlState control, CorruptLogException damage) {
        SegmentHead head = chain.top().head();
        return new Findings(survey.state(), head, chain, head.place(scan.end()), scan.endSequence(), scan.end(), scan.endSequence(),
                scan.lastNanos(), 0, false, false, leftovers, voids(chain), control, control, damage);
    }

    private static @Nullable CorruptLogException damage(TailScan scan, SegmentHead head, long attestedOffset) throws IOException {
        if (attestedOffset > scan.end()) {
            return new CorruptLogException(head.name(), scan.firstBad(), scan.endSequence() + 1,
                    "no frame that verifies, but the log was synced up to offset " + attestedOffset);
        }
        long evidence = scan.evidenceBehind();
        return evidence < 0 ? null : new CorruptLogException(head.name(), scan.firstBad(), scan.endSequence() + 1,
                "no frame that verifies, but the one at offset " + evidence + " attests more");
    }

    private List<String> voids(Chain chain) {
        Set<Long> live = chain.numbers();
        return survey.heads().headMap(chain.top().head().number()).values().stream()
                .filter(head -> !live.contains(head.number())).map(SegmentHead::name).toList();
    }
}
