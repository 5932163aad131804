package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.STATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.CorruptLogException;
import dev.ringwal.log.LogReader;
import dev.ringwal.log.storage.MemoryStorage;
import dev.ringwal.log.storage.Unsynced;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Small logs, each damaged in every way at every place: every file cut at every byte, every bit flipped, every page zeroed (of long runs
 * of zeros a sample). Whatever is done to one, it opens and serves a prefix that has all that the rest of the evidence attests, or
 * says that it is corrupt; never anything else. What opened goes on.
 */
class RecoveryMatrixTest {

    /** Of a long run of zeros a sample is taken: both ends, the ends of each sector, and one byte in so many. */
    private static final int ZERO_RUN_STEP = 251;

    /** Read-only logs are opened for the damage at one byte in so many. */
    private static final int READ_ONLY_STEP = 5;

    @Test
    void closedLog() {
        LogFixture log = LogFixture.open();
        damageEverywhere(log, written(log).closed());
    }

    @Test
    void killedLog() {
        LogFixture log = LogFixture.open();
        damageEverywhere(log, written(log).appendUnsynced("in the cache").kill());
    }

    @Test
    void killedLogWithAnUnfinishedBatch() {
        LogFixture log = LogFixture.open();
        log.segmentBytes(64 * 1024);
        written(log).appendBatchUnsynced("begin" + "\0".repeat(17_000), "and its end").kill();
        damageEverywhere(log, log);
    }

    @Test
    void powerCutLogWithAnOldState() {
        LogFixture log = LogFixture.open();
        byte[] state = log.contents(STATE);
        damageEverywhere(log, written(log).powerCut(Unsynced.LOST).restoreState(state));
    }

    @Test
    void logOfSeveralSegments() {
        LogFixture log = LogFixture.open();
        damageEverywhere(log, written(log).roll().roll().append("last").kill());
    }

    @Test
    void logOfSeveralSegmentsWithAnOldState() {
        LogFixture log = LogFixture.open();
        byte[] state = log.contents(STATE);
        damageEverywhere(log, written(log).roll().append("last").powerCut(Unsynced.LOST).restoreState(state));
    }

    @Test
    void logWhoseLastStartARecoveryWrote() {
        LogFixture log = LogFixture.open();
        written(log).appendUnsynced("copied", "too").appendUnsynced("and this").kill();
        damageEverywhere(log, log.reopen().append("behind").append("the copies").kill());
    }

    @Test
    void logWhoseLastStartIsNotAttested() {
        LogFixture log = LogFixture.open();
        written(log).appendUnsynced("copied", "too").appendUnsynced("and this").kill();
        byte[] state = log.contents(STATE);
        damageEverywhere(log, log.reopen().powerCut(Unsynced.LOST).restoreState(state));
    }

    private static LogFixture written(LogFixture log) {
        return log.append("a").append("", "bb").appendBatch("ccc", "dddd").append("eeeee");
    }

    /** @param damaged the same log, at rest */
    private static void damageEverywhere(LogFixture log, LogFixture damaged) {
        Victim victim = new Victim(log.disk());
        List<Damage> cases = new ArrayList<>();
        for (String name : damaged.names()) {
            // The temporary name that a power cut brings back is a second one of a segment's file.
            if (!name.endsWith(".new")) {
                addDamageTo(name, victim.contents(name), cases);
            }
        }
        AtomicInteger opened = new AtomicInteger();
        IntStream.range(0, cases.size()).parallel().forEach(i -> opened.addAndGet(victim.suffers(cases.get(i)) ? 1 : 0));
        assertTrue(opened.get() > 0 && opened.get() < cases.size(), opened + " of " + cases.size() + " opened");
    }

    private static void addDamageTo(String name, byte[] bytes, List<Damage> cases) {
        int[] places = placesOf(bytes);
        for (int at : places) {
            cases.add(new Damage(name + " cut to " + at, name, at, bytes.length, disk -> disk.cut(name, at)));
            for (int bit = 0; bit < 8; bit++) {
                long flipped = 8L * at + bit;
                cases.add(new Damage(name + " bit " + flipped, name, at, at + 1, disk -> disk.flipBit(name, flipped)));
            }
        }
        for (int page = 0; page * 4096 < bytes.length; page++) {
            int zeroed = page;
            cases.add(new Damage(name + " page " + page, name, 4096L * page, 4096L * page + 4096,
                    disk -> disk.zeroPage(name, zeroed)));
        }
    }

    /** Every byte that is not zero, every zero near one, and a sample of the others. */
    private static int[] placesOf(byte[] bytes) {
        return IntStream.range(0, bytes.length).filter(at -> at % ZERO_RUN_STEP == 0 || at % 512 == 0 || at % 512 == 511
                || !isZero(bytes, at - 4, at + 4)).toArray();
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = Math.max(0, from); i <= Math.min(to, bytes.length - 1); i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes from begin to end are not what they were. */
    private record Damage(String what, String file, long begin, long end, Consumer<MemoryStorage> to) {
    }

    /** A log at rest of which copies are damaged. */
    private static final class Victim {

        private final MemoryStorage disk;
        private final List<String> appended;
        private final Evidence evidence;

        Victim(MemoryStorage disk) {
            this.disk = disk;
            this.evidence = new Evidence(disk);
            this.appended = LogFixture.on(disk.copy(0), 0).reopen().records();
            assertEquals(evidence.lastRecoverable() + 1, appended.size());
        }

        byte[] contents(String name) {
            return disk.contents(name);
        }

        /** Whether it opened all the same. */
        boolean suffers(Damage damage) {
            MemoryStorage copy;
            synchronized (disk) {
                copy = disk.copy(1);
            }
            damage.to.accept(copy);
            try {
                return opens(damage, LogFixture.on(copy, 1));
            } catch (Throwable e) {
                throw new AssertionError(damage.what + ": " + e, e);
            }
        }

        private boolean opens(Damage damage, LogFixture log) throws IOException {
            if (damage.begin % READ_ONLY_STEP == 0) {
                readOnly(damage, log.disk());
            }
            try {
                log.reopen();
            } catch (CorruptLogException refused) {
                check(damage, refused);
                assertEquals(0, log.disk().openFiles());
                return false;
            }
            List<String> left = readable(damage, log);
            check(damage, log, left);
            goOn(damage, log, left);
            return true;
        }

        /** A reader without the writer's lock sees a prefix too, or the damage. */
        private void readOnly(Damage damage, MemoryStorage damaged) throws IOException {
            try (ReadOnlyLog log = ReadOnlyLog.open(damaged, Reach.RECOVERABLE); LogReader reader = log.reader(0)) {
                Verification verified = log.verify(bytes -> { });
                for (int sequence = 0; sequence < verified.records(); sequence++) {
                    assertTrue(reader.next());
                    assertEquals(appended.get(sequence), LogFixture.text(reader));
                }
                if (verified.intact()) {
                    assertEquals(verified.records() - 1, log.lastSequence());
                    assertFalse(reader.next());
                }
            } catch (CorruptLogException refused) {
                check(damage, refused);
                assertEquals(0, damaged.openFiles());
            }
        }

        /** Records to the end, or to the first that is said to be corrupt. */
        private List<String> readable(Damage damage, LogFixture log) {
            List<String> read = new ArrayList<>();
            try (LogReader reader = log.reader(0)) {
                while (reader.next()) {
                    assertEquals(read.size(), reader.sequence());
                    read.add(LogFixture.text(reader));
                }
                assertEquals(log.report().lastSequence() + 1, read.size());
            } catch (CorruptLogException refused) {
                check(damage, refused);
                assertEquals(read.size(), refused.sequence());
            }
            return read;
        }

        /** It is the damage that is named, and something attests what it took: without that the log ends there. */
        private void check(Damage damage, CorruptLogException refused) {
            assertEquals(damage.file, refused.file());
            assertTrue(refused.offset() < damage.end, "the damage ends at " + damage.end + ": " + refused.getMessage());
            assertTrue(evidence.attestsBeyond(damage.file, damage.begin, damage.end), "a torn tail: " + refused.getMessage());
        }

        private void check(Damage damage, LogFixture log, List<String> read) {
            long last = log.report().lastSequence();
            assertTrue(last < appended.size(), "there are more than were appended");
            assertEquals(appended.subList(0, read.size()), read);
            long attested = evidence.attestedWithout(damage.file, damage.begin, damage.end);
            assertTrue(last >= attested, "lost up to record " + attested + " without a word; the last is " + last);
            assertTrue(evidence.isBatchEnd(last), "record " + last + " is inside a batch");
            if (damage.file.equals(STATE) || damage.file.equals("LOCK")) {
                assertEquals(appended, read);
            }
        }

        private void goOn(Damage damage, LogFixture log, List<String> left) {
            long next = log.report().lastSequence() + 1;
            log.append("more");
            assertEquals(next, log.acknowledged());
            log.close();
            log.reopen();
            assertEquals(left, readable(damage, log).subList(0, left.size()));
            assertEquals(List.of("more"), log.records(next));
            assertEquals(0, log.report().recordsCopied());
            log.close();
            assertEquals(0, log.disk().openFiles());
        }
    }
}
