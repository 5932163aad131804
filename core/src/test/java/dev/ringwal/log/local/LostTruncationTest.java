package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.STATE;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.repair.Gap;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records that a truncation took never come back, whatever happens to the segment that says so. */
class LostTruncationTest {

    private static final String NEXT = segment(1);

    private final LogFixture log = LogFixture.open();

    /** The segment has records 2 to 5, one a frame, behind its start. */
    private enum Damage {
        HEADER(disk -> disk.flipBit(NEXT, 8 * 600), 5),
        START(disk -> disk.flipBit(NEXT, 8 * 4100), 5),
        START_AND_HEADER(disk -> {
            disk.flipBit(NEXT, 8 * 600);
            disk.flipBit(NEXT, 8 * 4100);
        }, 5),
        START_AND_RECORD(disk -> disk.overwrite(NEXT, 4096, new byte[128 + 72]), 5),
        SECTOR(disk -> disk.overwrite(NEXT, 4096, new byte[512]), 1),
        ALL(disk -> disk.overwrite(NEXT, 0, new byte[16 * 1024]), 1),
        FILE(disk -> disk.remove(NEXT), 1);

        private final Consumer<MemoryStorage> of;
        private final long last;

        Damage(Consumer<MemoryStorage> of, long last) {
            this.of = of;
            this.last = last;
        }
    }

    private void truncateAndDamage(Damage damage) {
        for (int i = 0; i < 6; i++) {
            log.append("old " + i);
        }
        log.store().truncateAfter(1, Truncation.UNLESS_CONSUMED);
        for (int i = 2; i < 6; i++) {
            log.append("new " + i);
        }
        log.close();
        assertEquals(List.of(FIRST_SEGMENT, NEXT), log.segments());
        damage.of.accept(log.disk());
        assertThrows(CorruptLogException.class, log::reopen);
    }

    @ParameterizedTest
    @EnumSource
    void readerEndsWhereTheLogWasTruncated(Damage damage) throws IOException {
        truncateAndDamage(damage);

        try (ReadOnlyLog front = ReadOnlyLog.open(log.disk(), Reach.RECOVERABLE); LogReader reader = front.reader(0)) {
            assertEquals("old 0", next(reader));
            assertEquals("old 1", next(reader));
            assertFalse(reader.next());
            assertEquals(1, front.lastSequence());
            assertEquals(NEXT, front.damage().file());
        }
    }

    private static String next(LogReader reader) {
        return reader.next() ? LogFixture.text(reader) : "the end";
    }

    @ParameterizedTest
    @EnumSource
    void salvageHasNoneOfThemAndListsWhatIsLost(Damage damage) throws IOException {
        truncateAndDamage(damage);
        DamagedLog damaged = DamagedLog.open(log.disk());

        try (LogReader reader = damaged.reader(0)) {
            String before = "";
            while (reader.next()) {
                String expected = (reader.sequence() < 2 ? "old " : "new ") + reader.sequence();
                assertEquals(expected, LogFixture.text(reader), "behind " + before);
                before = expected;
            }
        }
        assertEquals(damage.last == 5 && damage != Damage.START_AND_RECORD ? List.of() : List.of(gap(damage)), damaged.gaps());
    }

    private static Gap gap(Damage damage) {
        return damage == Damage.START_AND_RECORD ? new Gap(2, 2) : new Gap(2, 5);
    }

    /** The state page is that of before, as after a failure to sync it and a power cut: a void segment that it attests is deleted. */
    @Test
    void damagedStartIsNamedAndNotTheSegmentThatItMadeVoid() {
        byte[] earlier = log.append("a").roll().append("b").contents(STATE);
        log.store().truncateAfter(0, Truncation.UNLESS_CONSUMED);
        log.append("c").kill();
        assertEquals(List.of(FIRST_SEGMENT, segment(2)), log.segments());
        log.restoreState(earlier);
        assertEquals(List.of("a", "c"), LogFixture.on(log.disk().copy(1), 1).reopen().records());
        log.disk().flipBit(segment(2), 8 * 4100);

        CorruptLogException refused = assertThrows(CorruptLogException.class, log::reopen);

        assertEquals(segment(2), refused.file());
        assertEquals(4096, refused.offset());
    }

    /** Nobody else says where the log before ends; then as many as there was room for in the hole are in doubt. */
    @Test
    void withoutStateAndFooterRecordsThatMayHaveBeenReplacedAreInDoubt() throws IOException {
        truncateAndDamage(Damage.START_AND_RECORD);
        log.disk().remove(STATE);
        log.disk().zeroPage(NEXT, log.contents(NEXT).length / 4096 - 1);

        assertEquals(List.of(new Gap(0, 2)), DamagedLog.open(log.disk()).gaps());
    }

    /** It says which record is the segment's first. */
    @Test
    void withoutStateTheFooterTellsWhatWasReplaced() throws IOException {
        truncateAndDamage(Damage.START_AND_RECORD);
        log.disk().remove(STATE);

        assertEquals(List.of(new Gap(2, 2)), DamagedLog.open(log.disk()).gaps());
    }

    /** The same where a lost sector took all its records, and the state page is older. */
    @Test
    void footerTellsWhatWasLostWithTheStart() throws IOException {
        byte[] earlier = log.append("a").append("b").contents(STATE);
        log.roll();
        long first = log.acknowledged();
        log.append("c").close();
        log.restoreState(earlier);
        log.disk().overwrite(NEXT, 4096, new byte[4096]);

        DamagedLog damaged = DamagedLog.open(log.disk());
        assertEquals(List.of(new Gap(first, first + 1)), damaged.gaps());
        assertEquals(first, damaged.records());
    }

    /** Recovery has copied records into the segment; the state page is older, as after a power cut. */
    @Test
    void whatRecoveryCopiedIsReadWhereItsStartIsLost() throws IOException {
        log.append("a").appendUnsynced("b").appendUnsynced("c").kill().reopen();
        byte[] earlier = log.contents(STATE);
        log.append("d").kill().restoreState(earlier);
        log.disk().flipBit(NEXT, 8 * 4100);

        assertEquals(List.of("a", "b", "c", "d"), around());
    }

    private List<String> around() throws IOException {
        List<String> records = new ArrayList<>();
        DamagedLog damaged = DamagedLog.open(log.disk());
        try (LogReader reader = damaged.reader(0)) {
            while (reader.next()) {
                records.add(LogFixture.text(reader));
            }
        }
        assertEquals(List.of(), damaged.gaps());
        return records;
    }

    /** What was truncated to has no records of its own: the one behind it says where the log before ends. */
    @Test
    void startBehindTheDamagedOneTellsToo() throws IOException {
        log.append("old 0").append("old 1");
        log.store().truncateAfter(-1, Truncation.UNLESS_CONSUMED);
        log.kill().reopen().append("new 0").kill().reopen().append("new 1").kill();
        log.disk().flipBit(NEXT, 8 * 4140);

        try (ReadOnlyLog front = ReadOnlyLog.open(log.disk(), Reach.RECOVERABLE); LogReader reader = front.reader(0)) {
            assertFalse(reader.next(), "a record of a truncated log");
        } catch (CorruptLogException nothingInFront) {
            assertEquals(NEXT, nothingInFront.file());
        }
        assertEquals(List.of("new 0", "new 1"), around());
    }
}
