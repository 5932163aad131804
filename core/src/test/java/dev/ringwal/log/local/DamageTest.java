package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.STATE;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.NewerFormatException;
import dev.ringwal.log.format.DocumentedLayout.Frame;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.Place;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.storage.Unsynced;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening and reading refuse, and where they say that the damage is. */
class DamageTest {

    private final LogFixture log = LogFixture.open();

    @Test
    void damageBeforeTheAttestedPositionIsRefusedWithItsPlace() {
        log.append("a").append("b").append("c").kill();
        Seen b = log.lastFrames(FIRST_SEGMENT, 2).get(0);
        log.disk().flipBit(FIRST_SEGMENT, 8 * (b.offset() + 70));
        Map<String, byte[]> before = log.everything();

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(FIRST_SEGMENT, refused.file());
        assertEquals(b.offset(), refused.offset());
        assertEquals(1, refused.sequence());
        log.assertUnchanged(before);
    }

    @Test
    void damageIsRefusedWhenOnlyALaterFrameAttestsIt() {
        byte[] earlier = log.contents(STATE);
        log.append("a").append("b").append("c").powerCut(Unsynced.LOST).restoreState(earlier);
        Seen a = log.lastFrames(FIRST_SEGMENT, 3).get(0);
        log.disk().flipBit(FIRST_SEGMENT, 8 * a.offset());

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(a.offset(), refused.offset());
        assertEquals(0, refused.sequence());
    }

    @Test
    void damagedSealedSegmentIsFoundByReading() {
        log.append("a").append("b").append("c").close();
        Seen b = log.frames(FIRST_SEGMENT).get(2);
        log.disk().flipBit(FIRST_SEGMENT, 8 * (b.offset() + 70));
        log.reopen();

        CorruptLogException damage = assertThrows(CorruptLogException.class, log::records);

        assertEquals(FIRST_SEGMENT, damage.file());
        assertEquals(b.offset(), damage.offset());
        assertEquals(1, damage.sequence());
        assertEquals(List.of("c"), log.records(2));
    }

    @Test
    void damagedFooterOfARolledSegmentIsRefused() {
        log.roll().kill();
        long footer = log.frames(FIRST_SEGMENT).stream().filter(f -> f.kind() == 4).findFirst().orElseThrow().offset();
        log.disk().flipBit(FIRST_SEGMENT, 8 * (footer + 64));

        assertEquals(footer, assertThrows(CorruptLogException.class, log::reopen).offset());
    }

    @Test
    void damagedStartThatIsAttestedIsRefused() {
        log.append("a").kill();
        log.disk().flipBit(FIRST_SEGMENT, 8 * 4096);

        assertEquals(4096, assertThrows(CorruptLogException.class, log::reopen).offset());
    }

    @Test
    void damagedStartThatOnlyAFrameAttestsIsRefused() {
        byte[] earlier = log.contents(STATE);
        log.append("a").append("b").powerCut(Unsynced.LOST).restoreState(earlier);
        log.disk().flipBit(FIRST_SEGMENT, 8 * 4096);

        assertEquals(4096, assertThrows(CorruptLogException.class, log::reopen).offset());
    }

    /** Power went before the state page was synced, and while the start behind was written: one sector of it is there, and tells. */
    @Test
    void damagedStartThatOnlyAnUnfinishedOneAttestsIsRefused() {
        log.commitUnsynced("a".repeat(255), 0).commitUnsynced("b".repeat(255), 0).append("a".repeat(5000));
        byte[] synced = log.appendUnsynced("b".repeat(5000)).contents(STATE); // in a segment of its own
        log.appendUnsynced("c".repeat(5000)).kill().restoreState(synced);
        log.disk().overwrite(segment(2), 4096 + 512, new byte[8192]);
        assertEquals(2, LogFixture.on(log.disk().copy(1), 1).reopen().records().size());
        log.disk().flipBit(segment(1), 8 * 4100);

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
        assertTrue(log.segments().contains(segment(1)));
    }

    @Test
    void missingMiddleSegmentIsRefused() {
        log.roll().roll().roll().kill();
        log.disk().remove(segment(1));

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void missingMiddleSegmentIsRefusedWithoutStateToo() {
        log.roll().roll().roll().kill();
        log.disk().remove(segment(1));
        log.disk().remove(STATE);
        Map<String, byte[]> before = log.everything();

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
        log.assertUnchanged(before);
    }

    @Test
    void missingLastSegmentIsRefused() {
        log.roll().kill();
        log.disk().remove(segment(1));

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
    }

    /** The state page may say an earlier first segment, and attest one that is trimmed: what recovery copied stands in a later one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void damagedStartOfTheOnlySegmentIsRefusedThere(long firstSegment) {
        log.roll().roll().trimBefore(log.store().writtenSequence()).kill();
        assertEquals(List.of(segment(2)), log.segments());
        log.restoreState(trimmed(firstSegment, log.contents(STATE)));
        log.disk().flipBit(segment(2), 8 * 4096);

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(segment(2), refused.file());
        assertEquals(4096, refused.offset());
        assertTrue(refused.getMessage().contains("the log begins in segment " + firstSegment + " or later"), refused.getMessage());
    }

    private static byte[] trimmed(long firstSegment, byte[] state) {
        ByteBuffer page = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        StateSlot slot = StateSlot.newest(page);
        slot.firstSegment = firstSegment;
        slot.attest(0, 0, 4096, 0);
        slot.store(page);
        return state;
    }

    @Test
    void missingOnlySegmentIsRefusedUnderItsNameAndNotThatOfOneBeforeIt() {
        log.roll().roll().trimBefore(log.store().writtenSequence()).kill();
        byte[] page = log.contents(STATE);
        StateSlot slot = StateSlot.newest(ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN));
        slot.firstSegment = 1;
        slot.store(ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN));
        log.restoreState(page);
        log.disk().remove(segment(2));

        assertEquals(segment(2), assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void missingOnlySegmentIsRefused() {
        log.append("a").kill();
        log.disk().remove(FIRST_SEGMENT);

        assertEquals(FIRST_SEGMENT, assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void segmentsFileWithoutValidHeaderIsRefusedAndKept() {
        log.append("a").close();
        log.disk().put(segment(1), new byte[100]);

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
        assertTrue(log.segments().contains(segment(1)));
    }

    @Test
    void segmentUnderAnotherNumberIsRefused() {
        log.append("a").close();
        log.disk().put(segment(1), log.contents(FIRST_SEGMENT));

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void segmentOfAnotherLogIsRefused() {
        LogFixture other = LogFixture.empty(2).reopen().roll().closed();
        log.roll().close();
        log.disk().put(segment(1), other.contents(segment(1)));

        assertEquals(segment(1), assertThrows(CorruptLogException.class, log::reopen).file());
    }

    @Test
    void stateOfAnotherLogIsRefused() {
        LogFixture other = LogFixture.empty(2).reopen().append("x").closed();
        log.append("a").close();
        log.disk().put(STATE, other.contents(STATE));

        assertThrows(CorruptLogException.class, log::reopen);
    }

    @Test
    void segmentsOfAnEarlierUseUnderALaterStateAreRefused() {
        byte[] state = log.append("a").closed().contents(STATE);
        LogFixture second = LogFixture.on(log.disk().copy(3), 3);
        second.disk().remove(FIRST_SEGMENT);
        second.disk().remove(STATE);
        second.reopen().append("z").closed();
        second.disk().put(STATE, state);

        assertThrows(CorruptLogException.class, second::reopen);
    }

    @Test
    void copyWithTheStateTakenLastIsRefused() {
        log.append("a");
        byte[] early = log.contents(FIRST_SEGMENT);
        log.append("b").kill();
        log.disk().put(FIRST_SEGMENT, early);

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(1, refused.sequence());
    }

    @Test
    void refusedLogIsNotLocked() {
        log.append("a").kill();
        log.disk().remove(FIRST_SEGMENT);
        assertThrows(CorruptLogException.class, log::reopen);
        assertFalse(log.disk().isLocked("LOCK"));
        assertEquals(0, log.disk().openFiles());
    }

    // Newer formats.

    @Test
    void newerSegmentIsRefusedAndNothingIsChanged() {
        log.append("a").close();
        byte[] old = log.contents(FIRST_SEGMENT);
        log.disk().overwrite(FIRST_SEGMENT, 0, withVersion(old, 2));
        Map<String, byte[]> before = log.everything();

        assertThrows(NewerFormatException.class, log::reopen);
        log.assertUnchanged(before);
    }

    @Test
    void newerFrameBehindTheAttestedPositionIsRefusedAndNotCut() {
        log.append("a").kill();
        long end = log.end(FIRST_SEGMENT);
        Frame newer = new Frame(1, 1, 4, 0, 1, 1, 1, -1, 0, 0, 0, DocumentedLayout.records(DocumentedLayout.ascii("b")));
        log.disk().overwrite(FIRST_SEGMENT, end, newer.at(DocumentedLayout.saltOf(log.contents(FIRST_SEGMENT)), end));
        Map<String, byte[]> before = log.everything();

        assertThrows(NewerFormatException.class, log::reopen);
        log.assertUnchanged(before);
    }

    @Test
    void newerStateIsRefused() {
        log.append("a").close();
        byte[] newer = DocumentedLayout.stateSlot(2, 0, Long.MAX_VALUE, 1, 2, 0, Place.NONE, 0, 0, -1, -1);
        log.disk().overwrite(STATE, 0, newer);

        assertThrows(NewerFormatException.class, log::reopen);
    }

    @Test
    void startForAReasonThatIsNotKnownIsNewer() {
        log.append("a").close();
        long salt = DocumentedLayout.saltOf(log.contents(FIRST_SEGMENT));
        log.disk().overwrite(FIRST_SEGMENT, 4096, Frame.start(4, Place.NONE, -1, 128, 0, 1, Place.NONE).at(salt, 4096));

        assertThrows(NewerFormatException.class, log::reopen);
    }


    private static byte[] withVersion(byte[] segment, int version) {
        ByteBuffer header = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        return DocumentedLayout.segmentHeader(version, header.getLong(16), header.getLong(24), header.getLong(32),
                header.getLong(40), header.getLong(48), header.getLong(56));
    }

    /** Recovery was cut short by a power cut: its start says nothing of the log, but what it attests was synced. */
    @Test
    void whatAnIncompleteStartAttestsIsNoTornTail() {
        byte[] earlier = log.append("a").contents(STATE);
        log.append("b").appendUnsynced("c").kill().reopen().kill();
        Seen b = log.lastFrames(FIRST_SEGMENT, 2).get(0);
        loseLastFrame(FIRST_SEGMENT);
        loseLastFrame(segment(1));
        log.restoreState(earlier);
        assertEquals(List.of("a", "b"), LogFixture.on(log.disk().copy(1), 1).reopen().records());
        log.disk().flipBit(FIRST_SEGMENT, 8 * (b.offset() + 70));

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(FIRST_SEGMENT, refused.file());
        assertEquals(b.offset(), refused.offset());
    }

    private void loseLastFrame(String segment) {
        Seen last = log.lastFrames(segment, 1).get(0);
        log.disk().overwrite(segment, last.offset(), new byte[(int) (last.end() - last.offset())]);
    }
}
