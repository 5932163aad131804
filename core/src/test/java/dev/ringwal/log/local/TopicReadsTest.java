package dev.ringwal.log.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.storage.Operation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What reading one topic of a thousand asks of the disk. */
class TopicReadsTest {

    private static final int TOPICS = 1000;
    private static final int RECORDS = 20_000;

    /** To find the frames of a segment: footer, topics (of a thousand topics: in two parts), postings. */
    private static final int LOOKS_PER_SEGMENT = 4;

    private final LogFixture log = LogFixture.empty(1).segmentBytes(512 * 1024).reopen();
    private final Group group = new Group(256 * 1024);

    @Test
    void readsItsFramesOnlyAndEachOnce() {
        append();
        log.closed().reopen();
        int segments = log.segments().size();
        assertTrue(segments > 3, "segments: " + segments);
        int[] reads = {0};
        log.disk().onOperation((operation, name) -> reads[0] += operation == Operation.READ ? 1 : 0);

        int records = 0;
        try (LogReader reader = log.store().reader(log.store().topic("topic 7"), 0)) {
            while (reader.next()) {
                assertEquals("topic 7", reader.topic());
                assertTrue(LogFixture.text(reader).startsWith("7:"));
                records++;
            }
        }

        assertEquals(RECORDS / TOPICS, records);
        assertTrue(reads[0] <= records + segments * LOOKS_PER_SEGMENT, reads[0] + " reads for " + records + " records in " + segments + " segments");
    }

    @Test
    void topicThatHasNothingInASegmentCostsNoFrameOfIt() {
        append();
        take(TOPICS + 1, "the only one");
        log.closed().reopen();
        int segments = log.segments().size();
        int[] reads = {0};
        log.disk().onOperation((operation, name) -> reads[0] += operation == Operation.READ ? 1 : 0);

        try (LogReader reader = log.store().reader(log.store().topic("topic " + (TOPICS + 1)), 0)) {
            assertTrue(reader.next());
            assertEquals("the only one", LogFixture.text(reader));
        }

        assertTrue(reads[0] <= 1 + segments * LOOKS_PER_SEGMENT, reads[0] + " reads in " + segments + " segments");
    }

    private void append() {
        for (int from = 0; from < RECORDS; from += 1000) {
            group.clear();
            for (int i = from; i < from + 1000; i++) {
                int topic = i % TOPICS;
                byte[] bytes = LogFixture.text(topic, 100).getBytes(StandardCharsets.ISO_8859_1);
                group.add(bytes, 0, bytes.length, log.store().topic("topic " + topic));
            }
            group.complete();
            log.store().take(group);
        }
        log.sync();
    }

    private void take(int topic, String record) {
        group.clear();
        byte[] bytes = record.getBytes(StandardCharsets.ISO_8859_1);
        group.add(bytes, 0, bytes.length, log.store().topic("topic " + topic));
        group.complete();
        log.store().take(group);
        log.sync();
    }
}
