package dev.ringwal.log.local;

import static dev.ringwal.log.local.LogFixture.FIRST_SEGMENT;
import static dev.ringwal.log.local.LogFixture.segment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ringwal.log.format.ControlEntry;
import dev.ringwal.log.format.DocumentedLayout.Seen;
import dev.ringwal.log.format.Group;
import dev.ringwal.log.repair.DamagedLog;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A repair takes no word of a consumer that an undamaged start knows no more. */
class RepairedConsumersTest {

    private static final String NEXT = segment(1);
    private static final int DATA = 1;
    private static final int CONTROL = 5;

    private final LogFixture log = LogFixture.open();

    private void delete(String consumer) {
        byte[] entry = ControlEntry.consumerGone(consumer);
        Group group = new Group(1000);
        group.addControl(entry, 0, entry.length, 0);
        group.complete();
        log.store().take(group);
    }

    private Seen record(String segment, long sequence) {
        return log.frames(segment).stream().filter(frame -> frame.kind() == DATA && frame.firstSequence() == sequence).findFirst().orElseThrow();
    }

    private Seen deletion() {
        return log.frames(FIRST_SEGMENT).stream().filter(frame -> frame.kind() == CONTROL).skip(1).findFirst().orElseThrow();
    }

    private void spoil(String segment, Seen frame) {
        log.disk().flipBit(segment, 8 * (frame.offset() + 66));
    }

    private void truncateAndReopen(long sequence, List<String> left) throws IOException {
        DamagedLog.open(log.disk()).truncateBefore(sequence);
        LogFixture again = LogFixture.on(log.disk(), 1).reopen();
        assertEquals(left, again.records());
        assertNull(again.store().control().consumer("bill"));
    }

    @Test
    void deletedConsumerStaysDeletedWhereItsDeletionIsDamaged() throws IOException {
        log.append("a").commitUnsynced("bill", 1).sync();
        delete("bill");
        log.append("b").kill().reopen().append("c").append("d").append("e").close();
        spoil(FIRST_SEGMENT, deletion());
        spoil(NEXT, record(NEXT, 3));

        truncateAndReopen(3, List.of("a", "b", "c"));
    }

    @Test
    void deletedConsumerStaysDeletedWhereTheLogIsCutInFrontOfItsDeletion() throws IOException {
        log.append("a").commitUnsynced("bill", 1).append("b").append("c");
        delete("bill");
        log.sync().kill().reopen().append("d").close();
        spoil(FIRST_SEGMENT, deletion());
        spoil(FIRST_SEGMENT, record(FIRST_SEGMENT, 2));

        truncateAndReopen(2, List.of("a", "b"));
    }

    @Test
    void commitThatWasTornOffDoesNotComeBack() throws IOException {
        log.append("a").append("b").appendUnsynced("torn").commitUnsynced("bill", 2).kill();
        log.disk().overwrite(FIRST_SEGMENT, record(FIRST_SEGMENT, 2).offset(), new byte[72]);
        log.reopen().append("c").append("d").append("e").close();
        spoil(NEXT, record(NEXT, 4));

        truncateAndReopen(4, List.of("a", "b", "c", "d"));
    }
}
