package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.SMALL_SEGMENT_BYTES;
import static dev.ringwal.log.local.LogFixture.segment;
import static dev.ringwal.log.local.LogFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ringwal.log.LogReader;
import dev.ringwal.log.LogStore;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.storage.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The preparing thread is behind: what it has to do waits while the log goes on. */
class LateWorkerTest {

    private final MemoryStorage disk = new MemoryStorage(1);
    private final LateWorker worker = new LateWorker();
    private long salt;
    private final LogStore store = open();

    /** Of what is full nothing is kept. */
    private LogStore open() {
        try {
            LocalSettings settings = new LocalSettings(SMALL_SEGMENT_BYTES, () -> 1, Thread::new,
                    new Retention(1, Retention.UNBOUNDED, Retention.UNBOUNDED));
            return LocalLog.open(disk, settings, worker, () -> ++salt);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void append(String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        Group group = new Group(SMALL_SEGMENT_BYTES);
        group.add(bytes, 0, bytes.length);
        group.complete();
        store.take(group);
    }

    private List<String> records(long from) {
        List<String> records = new ArrayList<>();
        try (LogReader reader = store.reader(from)) {
            while (reader.next()) {
                records.add(StandardCharsets.UTF_8.decode(reader.payload()).toString());
            }
        }
        return records;
    }

    @Test
    void trimmedFileIsNotUsedAgainBeforeItsSegmentIsRetired() {
        store.start(new NobodyListens());
        append(text(0, 3_000)); // and footer: 12 KiB
        store.tick(); // a trim is to come, which has nothing to do yet
        append(text(1, 5_000)); // in segment 1: segment 0 is to be retired behind that trim
        store.sync();
        worker.doNext();
        assertFalse(disk.exists(segment(0)));
        append(text(2, 9_000)); // in segment 2, for which no file was begun: it is made at once
        store.sync();
        worker.hurry(); // segment 0 is retired

        assertEquals(List.of(text(2, 9_000)), records(2));
        store.finish();
    }
}
