package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Address;
import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.RecordTruncatedException;
import dev.ringwal.log.Truncation;
import dev.ringwal.log.TruncationRefusedException;
import dev.ringwal.log.format.ConsumerPosition;
import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.DocumentedLayout;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.format.StateSlot;
import dev.ringwal.log.repair.DamagedLog;
import dev.ringwal.log.segment.IndexCache;
import dev.ringwal.log.segment.Segments;
import dev.ringwal.log.storage.SimulatedCrash;
import dev.ringwal.log.storage.Unsynced;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dropping the end of a log. */
class TruncationTest {

    private LogFixture log = LogFixture.open();

    @Test
    void dropsWhatLiesBehindAndGoesOnThere() {
        log.append("a", "b", "c", "d");
        assertEquals(2, truncateAfter(1));

        assertEquals(List.of("a", "b"), log.records());
        log.append("e");
        assertEquals(List.of("a", "b", "e"), log.records());
        log.closed().reopen();
        assertEquals(List.of("a", "b", "e"), log.records());
        assertEquals(2, log.acknowledged());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 6, 7, 8, 30, 98, 99, 100})
    void mayEndAnywhereInAFrameInASegmentOrInFront(int last) {
        for (int i = 0; i < 100; i++) {
            log.append(LogFixture.text(i, i % 7 == 6 ? 3000 : 100));
        }
        List<String> all = log.records();
        truncateAfter(last);
        List<String> left = all.subList(0, Math.min(100, last + 1));

        assertEquals(left, log.records());
        log.kill().reopen();
        assertEquals(left, log.records());
        log.append("next").powerCut(Unsynced.LOST).reopen();
        assertEquals(left.size() + 1, log.records().size());
        assertEquals("next", log.records().get(left.size()));
    }

    @Test
    void changesNothingBehindTheEnd() {
        log.append("a");
        Map<String, byte[]> before = log.everything();
        assertEquals(0, truncateAfter(0));
        assertEquals(0, truncateAfter(5));
        log.assertUnchanged(before);
    }

    @Test
    void overwritesAndShortensNothingThatWasWritten() {
        log.append("a", "b").append("c");
        byte[] before = log.contents(LogFixture.FIRST_SEGMENT);
        int end = (int) log.end(LogFixture.FIRST_SEGMENT);
        truncateAfter(0);
        byte[] after = log.contents(LogFixture.FIRST_SEGMENT);

        assertEquals(end, after.length);
        for (int i = 0; i < end; i++) {
            assertEquals(before[i], after[i], "byte " + i);
        }
    }

    @Test
    void segmentsBehindTheEndAreDeleted() {
        log.append("a").roll().roll().roll();
        truncateAfter(0);

        assertEquals(2, log.segments().size(), log.segments().toString());
        log.closed().reopen();
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void isRefusedWithinABatch() {
        log.append("a").appendBatch("b", "c", "d").append("e");
        assertThrows(TruncationRefusedException.class, () -> truncateAfter(1));
        assertThrows(TruncationRefusedException.class, () -> truncateAfter(2));
        assertEquals(5, log.records().size());
        truncateAfter(3);
        truncateAfter(0);
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void isRefusedWithinABatchThatSpansFrames() {
        log.appendBatch("x".repeat(9000), "y", "z");
        for (int last = 0; last < 2; last++) {
            int behind = last;
            assertThrows(TruncationRefusedException.class, () -> truncateAfter(behind));
        }
        truncateAfter(-1);
        assertEquals(List.of(), log.records());
    }

    @Test
    void isRefusedBelowWhatAConsumerHasCommittedUnlessForced() {
        log.append("a", "b", "c");
        commit("billing", 2);
        TruncationRefusedException refused = assertThrows(TruncationRefusedException.class, () -> truncateAfter(0));
        assertTrue(refused.getMessage().contains("billing"), refused.getMessage());

        log.store().truncateAfter(0, Truncation.EVEN_IF_CONSUMED);

        assertEquals(1, log.store().control().consumer("billing").nextSequence());
        log.closed().reopen();
        assertEquals(1, log.store().control().consumer("billing").nextSequence());
    }

    @Test
    void isRefusedInFrontOfWhatWasTrimmed() {
        log.append("a").roll().roll();
        long first = log.trimBefore(log.store().writtenSequence()).store().firstSequence();
        assertTrue(first > 0);
        assertThrows(TruncationRefusedException.class, () -> truncateAfter(first - 2));
        truncateAfter(first - 1);
        assertEquals(List.of(), log.records());
        log.append("next").closed().reopen();
        assertEquals(first, log.store().firstSequence());
        assertEquals(List.of("next"), log.records());
    }

    @Test
    void fullDiskRefusesItAndChangesNothing() {
        log.append("a", "b");
        log.disk().capacity(LogFixture.usedBytes(log.disk()));
        assertThrows(DiskFullException.class, () -> truncateAfter(0));
        log.disk().capacity(Long.MAX_VALUE);

        assertEquals(List.of("a", "b"), log.records());
        truncateAfter(0);
        assertEquals(List.of("a"), log.records());
    }

    @Test
    void readerBehindTheNewEndIsTold() {
        log.append("a", "b", "c");
        try (LogReader before = log.reader(0); LogReader behind = log.reader(0)) {
            assertTrue(before.next());
            assertEquals(List.of("a", "b", "c"), LogFixture.drain(behind));
            truncateAfter(0);
            log.append("d");

            RecordTruncatedException told = assertThrows(RecordTruncatedException.class, behind::next);
            assertEquals(3, told.sequence());
            assertEquals(0, told.lastSequence());
            assertThrows(RecordTruncatedException.class, behind::next, "until it is moved");
            behind.seek(1);
            assertEquals(List.of("d"), LogFixture.drain(behind));
            assertEquals(List.of("d"), LogFixture.drain(before), "it had not come so far");
        }
    }

    @Test
    void readerIsToldOfAllTruncationsSinceItLooked() {
        log.append("a", "b", "c", "d");
        try (LogReader reader = log.reader(0)) {
            assertEquals(4, LogFixture.drain(reader).size());
            truncateAfter(1);
            log.append("x", "y", "z");
            truncateAfter(3);

            assertEquals(1, assertThrows(RecordTruncatedException.class, reader::next).lastSequence());
            assertEquals(1, assertThrows(RecordTruncatedException.class, reader::previous).lastSequence());
        }
    }

    @Test
    void toGoBackIsNotToMove() {
        log.append("a", "b", "c");
        try (LogReader reader = log.reader(0)) {
            assertEquals(3, LogFixture.drain(reader).size());
            truncateAfter(0);
            reader.back(2);
            assertThrows(RecordTruncatedException.class, reader::requireNotTruncated);
            assertThrows(RecordTruncatedException.class, reader::next);
            reader.back(1);
            assertFalse(reader.next());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void readerThatLooksWhileTheLogIsTruncatedMeetsNoDamage(int topic) {
        take("a", Math.max(topic, 0));
        take("b", Math.max(topic, 0));
        take("c", Math.max(topic, 0));
        log.sync();
        for (int read = 1; read <= 3; read++) {
            Beside view = new Beside((LocalStore) log.store());
            try (LogReader reader = reader(view, topic)) {
                for (int i = 0; i < read; i++) {
                    assertTrue(reader.next());
                }
                view.meanwhile = () -> truncateAfter(0);
                if (read == 1) {
                    assertFalse(reader.next());
                } else {
                    assertThrows(RecordTruncatedException.class, () -> {
                        reader.next(); // may be the record before it was gone
                        reader.next();
                    });
                }
            }
            take("b", Math.max(topic, 0));
            take("c", Math.max(topic, 0));
            log.sync();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void readerDoesNotTakeWhatComesInsteadForWhatIsGone(int topic) {
        take("a", Math.max(topic, 0));
        take("b", Math.max(topic, 0));
        take("c", Math.max(topic, 0));
        log.sync();
        Beside view = new Beside((LocalStore) log.store());
        try (LogReader reader = reader(view, topic)) {
            assertEquals(List.of("a", "b", "c"), LogFixture.drain(reader));
            view.meanwhile = () -> {
                truncateAfter(0);
                for (int i = 0; i < 5; i++) {
                    take("instead", Math.max(topic, 0));
                }
                log.sync();
            };
            assertThrows(RecordTruncatedException.class, reader::next);
        }
    }

    @Test
    void whoLooksAtAnOlderPictureSeesItAsItWas() {
        log.append("a", "b").roll().roll();
        Segments before = ((LocalStore) log.store()).segments();
        List<Long> ends = IntStream.range(0, before.count()).mapToObj(i -> before.get(i).end()).toList();
        truncateAfter(0);
        assertEquals(ends, IntStream.range(0, before.count()).mapToObj(i -> before.get(i).end()).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void timeIsFoundInWhatIsLeftAndWhatCameInstead(int topic) {
        int cuts = 0;
        for (int looks = 0; looks < 12; looks++) {
            log = LogFixture.open();
            for (int i = 0; i < 10; i++) {
                log.at(10_000 + i * 1000).append("old " + i);
            }
            Beside view = new Beside((LocalStore) log.store());
            view.lookFirst = looks;
            view.meanwhile = () -> {
                truncateAfter(3);
                for (int i = 4; i < 10; i++) {
                    log.append("new " + i);
                }
            };
            try (LogReader reader = reader(view, topic)) {
                reader.seekTime(17_500);
                boolean isCut = view.meanwhile == null;
                view.meanwhile = null;
                assertTrue(reader.next());
                assertEquals(isCut ? 4 : 8, reader.sequence(), "look " + looks);
                cuts += isCut ? 1 : 0;
            }
        }
        assertTrue(cuts > 3 && cuts < 12, "cuts: " + cuts);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void goingBackFromWhatIsLeftDeliversNothingTwice(int topic) {
        log.append("a", "b", "c", "d", "e");
        try (LogReader reader = reader(new Beside((LocalStore) log.store()), topic)) {
            assertTrue(reader.next() && reader.next() && reader.next());
            truncateAfter(3);
            reader.requireNotTruncated();
            assertEquals("c", LogFixture.text(reader));
            assertTrue(reader.previous());
            assertEquals(1, reader.sequence());
        }
    }

    @Test
    void addressOfWhatIsGoneFindsNothingElse() {
        Group group = new Group(1000);
        for (String record : List.of("a", "b", "c", "d")) {
            group.add(record.getBytes(StandardCharsets.UTF_8), 0, 1);
        }
        group.complete();
        log.store().take(group);
        log.sync();
        Address kept = address(group, 1);
        Address gone = address(group, 3);
        truncateAfter(1);
        log.append("e", "f", "g");
        try (LogReader reader = log.reader(0)) {
            reader.seek(kept);
            assertTrue(reader.next());
            assertEquals("b", LogFixture.text(reader), "written again elsewhere");
            reader.seek(gone);
            assertThrows(RecordTruncatedException.class, reader::next);
            assertThrows(RecordTruncatedException.class, reader::next);
            reader.seek(3);
            assertTrue(reader.next());
            assertEquals("f", LogFixture.text(reader));
        }
    }

    private static Address address(Group group, long sequence) {
        return new Address(sequence, group.segment(), group.frameOffset(sequence), group.indexInFrame(sequence));
    }

    @Test
    void followerIsToldOfATruncationWhoseSegmentIsTrimmedAlready() throws Exception {
        for (int i = 0; i < 60; i++) {
            log.append(LogFixture.text(i, 1000));
        }
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED); LogReader reader = other.reader(0)) {
            assertEquals(60, LogFixture.drain(reader).size());
            truncateAfter(20);
            log.append("instead").roll().roll();
            log.trimBefore(log.store().writtenSequence());
            long first = log.store().firstSequence();
            assertTrue(first < 60, "first " + first);
            other.refresh();
            assertThrows(RecordTruncatedException.class, reader::next);
            reader.seek(first);
            assertTrue(reader.next());
        }
    }

    private LogReader reader(LogView view, int topic) {
        FrameCursor cursor = new FrameCursor(log.disk(), view, new IndexCache());
        return topic < 0 ? new LocalReader(view, cursor, 0) : new TopicReader(view, cursor, topic, 0);
    }

    /** Something happens behind a look at the durable sequence: the next, or that behind so many. */
    private static final class Beside implements LogView {

        private final LocalStore log;
        private @Nullable Runnable meanwhile;
        private int lookFirst;

        Beside(LocalStore log) {
            this.log = log;
        }

        @Override
        public long durableSequence() {
            long durable = log.durableSequence();
            Runnable now = meanwhile;
            if (now != null && lookFirst-- == 0) {
                meanwhile = null;
                now.run();
            }
            return durable;
        }

        @Override
        public Segments segments() {
            return log.segments();
        }

        @Override
        public Segments segmentsNow() {
            return log.segmentsNow();
        }

        @Override
        public StateSlot attestedState() {
            return log.attestedState();
        }

        @Override
        public @Nullable String topicName(int number) {
            return log.topicName(number);
        }

        @Override
        public boolean await(long sequence, long nanos, long knownCut) {
            return log.await(sequence, nanos, knownCut);
        }

        @Override
        public void checkGoesOn() {
            log.checkGoesOn();
        }
    }

    @Test
    void batchStaysInOneSegmentWhereverItEnds() throws Exception {
        for (int length : new int[] {10, 5000, 9000, 14_000}) {
            log = LogFixture.open();
            log.append("first");
            Group group = new Group(64 * 1024);
            addBatch(group, "x".repeat(length), "y".repeat(length / 2), "z");
            group.add("gone".getBytes(StandardCharsets.UTF_8), 0, 4);
            group.complete();
            log.store().take(group);
            log.sync();
            List<String> left = log.records().subList(0, 4);
            truncateAfter(3);

            assertEquals(left, log.records(), "length " + length);
            assertEquals(1, ((LocalStore) log.store()).segments().last().firstSequence(), "length " + length);
            log.append("more").powerCut(Unsynced.LOST);
            assertEquals(List.of(), DamagedLog.open(log.disk()).gaps());
            log.reopen();
            assertEquals(left, log.records().subList(0, 4));
            assertThrows(TruncationRefusedException.class, () -> truncateAfter(2));
            assertEquals(4, truncateAfter(0));
            assertEquals(List.of("first"), log.records());
        }
    }

    private static void addBatch(Group group, String... records) {
        ByteBuffer encoded = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
        for (String record : records) {
            encoded.putInt(record.length()).put(record.getBytes(StandardCharsets.UTF_8));
        }
        group.addBatch(encoded.flip(), records.length);
    }

    @Test
    void readersLetGoOfVoidFiles() {
        log.append("a").roll().roll();
        try (LogReader reader = log.reader(0)) {
            LogFixture.drain(reader);
            int open = log.disk().openFiles();
            truncateAfter(0);
            assertThrows(RecordTruncatedException.class, reader::next);
            reader.seek(0);
            assertEquals(open - 1, log.disk().openFiles());
        }
    }

    @Test
    void sparesAreGivenUpBeforeItIsRefused() {
        log.append("a").roll().roll();
        Group group = new Group(64 * 1024);
        addBatch(group, "x".repeat(20_000), "y".repeat(20_000), "z");
        group.add("gone".getBytes(StandardCharsets.UTF_8), 0, 4);
        group.complete();
        log.store().take(group);
        log.sync();
        log.trimBefore(log.store().writtenSequence());
        long first = log.store().firstSequence();
        List<String> left = log.records().subList(0, log.records().size() - 1);
        assertEquals(2, log.names().stream().filter(name -> name.endsWith(".new")).count());
        log.disk().capacity(LogFixture.usedBytes(log.disk()) + 1000);

        // The batch is written again: a spare alone has no room for it.
        truncateAfter(first + left.size() - 1);

        log.disk().capacity(Long.MAX_VALUE);
        assertEquals(left, log.records());
    }

    @Test
    void readerOfAnotherProcessIsTold() throws Exception {
        log.append("a", "b", "c");
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED); LogReader reader = other.reader(0)) {
            assertEquals(List.of("a", "b", "c"), LogFixture.drain(reader));
            truncateAfter(0);
            log.append("d");
            other.refresh();

            assertThrows(RecordTruncatedException.class, reader::next);
            reader.seek(0);
            assertEquals(List.of("a", "d"), LogFixture.drain(reader));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void readerOfAnotherProcessMeetsNoMissingFile(int topic) throws Exception {
        for (int i = 0; i < 40; i++) {
            take("x".repeat(900), Math.max(topic, 0));
        }
        log.sync();
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED);
                LogReader reader = topic < 0 ? other.reader(0) : other.reader(topic == 0 ? "" : "topic 1", 0)) {
            assertTrue(reader.next());
            truncateAfter(1);
            take("instead", Math.max(topic, 0));
            log.sync();
            assertTrue(reader.next());
            assertThrows(RecordTruncatedException.class, () -> LogFixture.drain(reader));
            reader.seek(2);
            assertEquals(List.of("instead"), LogFixture.drain(reader));
        }
    }

    @Test
    void verifyingBesideItBeginsAnew() throws Exception {
        log.append("a", "x", "y", "z").roll().roll();
        try (ReadOnlyLog other = ReadOnlyLog.open(log.disk(), Reach.ATTESTED)) {
            List<Long> walked = new ArrayList<>();
            Verification verified = other.verify(bytes -> {
                walked.add(bytes);
                if (walked.size() == 3) {
                    truncateAfter(0);
                    log.append("b", "c");
                }
            });
            assertNull(verified.damage());
            assertEquals(3, verified.records());
        }
    }

    @Test
    void countsOfTopicsGoBack() {
        take("a", 1);
        take("b", 2);
        take("a", 1);
        take("c", 3);
        log.sync();
        truncateAfter(1);
        assertEquals(List.of(1L, 1L, 0L), IntStream.rangeClosed(1, 3).mapToObj(log.store().control()::records).toList());
        log.closed().reopen();
        assertEquals(List.of(1L, 1L, 0L), IntStream.rangeClosed(1, 3).mapToObj(log.store().control()::records).toList());
        try (LogReader reader = log.store().reader(1, 0)) {
            assertTrue(reader.next());
            assertFalse(reader.next());
        }
    }

    /** Crash at every change of the disk; before the answer both is right, afterwards only one. */
    @ParameterizedTest
    @EnumSource(value = Unsynced.class, names = {"LOST", "KEPT", "SCATTERED"})
    void crashAnywhereLeavesAllOfItOrNothing(Unsynced unsynced) {
        int crashes = 0;
        boolean crashed = true;
        for (long at = 1; crashed; at++) {
            log = LogFixture.empty(at).reopen();
            crashed = false;
            List<String> whole = new ArrayList<>();
            List<String> left = new ArrayList<>();
            log.append("a", "b", "c").append("d").roll().append("e");
            whole.addAll(log.records());
            left.addAll(whole.subList(0, 2));
            log.disk().crashAt(at);
            boolean answered = false;
            try {
                answered = truncateAfter(1) > 0;
                log.append("f");
                log.requireRunning();
            } catch (SimulatedCrash stopped) {
                crashed = true;
                crashes++;
            }
            log.goOnWith(log.disk().powerCut(unsynced)).reopen();
            List<String> found = log.records();
            boolean isRight = found.equals(left) || found.equals(List.of("a", "b", "f")) || !answered && found.equals(whole);
            assertTrue(isRight, "crash " + at + ": " + found.size() + " records, answered " + answered);
            log.append("more").kill().reopen();
            assertEquals(found.size() + 1, log.records().size());
        }
        assertTrue(crashes > 5, "crash points: " + crashes);
    }

    /** It was cut short within its own start, which attests a place inside the start that recovery wrote; the state page is older. */
    @Test
    void cutShortWhereRecoveryHadCopiedItNeverWas() {
        log.append("a").appendUnsynced("b").appendUnsynced("c".repeat(600), "d").kill();
        byte[] earlier = log.contents(LogFixture.STATE);
        log.reopen();
        List<String> whole = log.records();
        truncateAfter(2);
        String cut = LogFixture.segment(2);
        long salt = DocumentedLayout.saltOf(log.contents(cut));
        log.kill().restoreState(earlier).disk().overwrite(cut, 4096 + 512, new byte[512]);

        log.reopen();
        assertEquals(whole, log.records());
        assertNotEquals(salt, DocumentedLayout.saltOf(log.contents(cut))); // gone; this is the next one, which has no records
        log.append("e").kill().reopen();
        assertEquals(5, log.records().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomLivesHoldWhatWasLeft(long seed) {
        Random random = new Random(seed);
        List<String> model = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            switch (random.nextInt(8)) {
                case 0 -> log.closed().reopen();
                case 1 -> log.kill().reopen();
                case 2 -> log.powerCut(Unsynced.LOST).reopen();
                case 3, 4 -> {
                    int last = model.size() - 1 - random.nextInt(Math.min(model.size(), 12) + 1);
                    truncateAfter(last);
                    model.subList(last + 1, model.size()).clear();
                }
                default -> {
                    String[] records = new String[1 + random.nextInt(10)];
                    for (int r = 0; r < records.length; r++) {
                        records[r] = LogFixture.text(model.size() + r, random.nextInt(2000)) + i;
                    }
                    log.append(records);
                    model.addAll(List.of(records));
                }
            }
            assertEquals(model, log.records(), "step " + i);
        }
    }

    private long truncateAfter(long sequence) {
        return log.store().truncateAfter(sequence, Truncation.UNLESS_CONSUMED);
    }

    private void take(String record, int topic) {
        if (topic > 0) {
            log.store().topic("topic " + topic);
        }
        Group group = new Group(1000);
        group.add(record.getBytes(StandardCharsets.UTF_8), 0, record.length(), topic);
        group.complete();
        log.store().take(group);
    }

    private void commit(String consumer, long next) {
        byte[] entry = ControlEntry.consumer(consumer, new ConsumerPosition(ConsumerPosition.WHOLE_LOG, next));
        Group group = new Group(1000);
        group.addControl(entry, 0, entry.length, 0);
        group.complete();
        log.store().take(group);
        log.sync();
    }
}
