package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader that moves backwards, and to times. */
class MovingTest {

    private final LogFixture log = LogFixture.open();

    /** Of each record, when its group was written. */
    private final List<Long> times = new ArrayList<>();

    @AfterEach
    void close() {
        log.close();
    }

    /** Groups of one to three frames, over several segments. */
    private void fill() {
        Random random = new Random(7);
        while (log.begun().size() < 4) {
            long now = 1_000 + times.size() / 50 * 10L;
            log.at(now);
            int records = 1 + random.nextInt(40);
            String[] group = new String[records];
            for (int i = 0; i < records; i++) {
                group[i] = text(times.size(), random.nextInt(700));
                times.add(now);
            }
            log.append(group);
        }
    }

    @Test
    void backwardsIsForwardsReversed() {
        fill();
        List<String> forwards = log.records();
        List<String> backwards = new ArrayList<>();
        try (LogReader reader = log.reader(0)) {
            reader.seek(Long.MAX_VALUE);
            while (reader.previous()) {
                assertEquals(forwards.size() - 1 - backwards.size(), reader.sequence());
                backwards.add(0, text(reader));
            }
            assertEquals(forwards, backwards);
            assertFalse(reader.previous());
            assertEquals(0, reader.sequence());
            assertTrue(reader.next());
            assertEquals(1, reader.sequence());
        }
    }

    @Test
    void anyWalkIsAtTheRecordThatItSays() {
        fill();
        List<String> records = log.records();
        Random random = new Random(11);
        int next = 0;
        try (LogReader reader = log.reader(0)) {
            for (int step = 0; step < 20_000; step++) {
                int move = random.nextInt(100);
                if (move < 2) {
                    next = random.nextInt(records.size() + 1);
                    reader.seek(next);
                    if (next > 0) {
                        next--;
                        assertTrue(reader.previous());
                        assertEquals(records.get(next), text(reader));
                        next++;
                    }
                } else if (move < 50) {
                    assertEquals(next > 1, reader.previous(), "before " + next);
                    next = Math.max(next - 1, Math.min(next, 1));
                } else {
                    assertEquals(next < records.size(), reader.next(), "after " + next);
                    next = Math.min(next + 1, records.size());
                }
                if (next > 0) {
                    assertEquals(next - 1, reader.sequence());
                    assertEquals(records.get(next - 1), text(reader));
                }
            }
        }
    }

    @Test
    void asManyAsFitAreReadAtOnce() {
        fill();
        List<String> records = log.records();
        List<String> read = new ArrayList<>();
        try (LogReader reader = log.reader(0)) {
            ByteBuffer buffer = ByteBuffer.allocate(5000);
            for (int count = reader.nextInto(buffer); count > 0; count = reader.nextInto(buffer.clear())) {
                int before = read.size();
                for (buffer.flip(); buffer.hasRemaining();) {
                    byte[] record = new byte[buffer.getInt()];
                    buffer.get(record);
                    read.add(new String(record, StandardCharsets.ISO_8859_1));
                }
                assertEquals(before + count, read.size());
                assertTrue(read.size() == records.size() || 4 + records.get(read.size()).length() > 5000 - buffer.limit());
            }
            assertEquals(records, read);
            log.append("one more");
            assertThrows(BufferOverflowException.class, () -> reader.nextInto(ByteBuffer.allocate(11)));
            assertEquals(1, reader.nextInto(ByteBuffer.allocate(12)));
        }
    }

    @Test
    void backwardsEndsAtTheFirstThatIsLeft() {
        fill();
        log.trimBefore(log.acknowledged());
        try (LogReader reader = log.reader(log.acknowledged())) {
            while (reader.previous()) {
                assertTrue(reader.sequence() >= log.store().firstSequence());
            }
            assertEquals(log.store().firstSequence(), reader.sequence());
            assertTrue(log.store().firstSequence() > 0);
        }
    }

    @Test
    void nothingIsBeforeAnEmptyLog() {
        try (LogReader reader = log.reader(0)) {
            assertFalse(reader.previous());
            reader.seekTime(5);
            assertFalse(reader.next());
            log.append("a");
            assertTrue(reader.next());
            assertFalse(reader.previous());
        }
    }

    @Test
    void timeIsFoundWhereverItIs() {
        fill();
        try (LogReader reader = log.reader(0)) {
            for (long time = times.get(0) - 1; time <= times.get(times.size() - 1) + 1; time++) {
                long wanted = time;
                long expected = times.stream().takeWhile(then -> then < wanted).count();
                reader.seekTime(time);
                assertEquals(expected < times.size(), reader.next(), "at " + time);
                assertTrue(expected == times.size() || reader.sequence() == expected, "at " + time + ": " + reader.sequence());
            }
            reader.seekTime(Long.MAX_VALUE);
            log.append("later");
            assertTrue(reader.next());
            assertEquals("later", text(reader));
        }
    }

    @Test
    void timeInATrimmedSegmentIsTheFirstThatIsLeft() {
        fill();
        log.trimBefore(log.acknowledged());
        try (LogReader reader = log.reader(log.acknowledged())) {
            reader.seekTime(0);
            assertTrue(reader.next());
            assertEquals(log.store().firstSequence(), reader.sequence());
        }
    }
}
