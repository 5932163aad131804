package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.DiskFullException;
import dev.ringwal.log.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class DiskFullTest {

    @ParameterizedTest
    @EnumSource
    void appendsFailUntilThereIsRoomAgain(ThreadLayout layout) {
        FakeStore store = new FakeStore();
        try (WriteAheadLog log = Logs.open(store, layout)) {
            assertEquals(0, log.append(Logs.bytes("a")));
            store.full = true;
            for (int i = 0; i < 10; i++) {
                DiskFullException full = assertThrows(DiskFullException.class, () -> log.append(Logs.bytes("lost")));
                assertEquals(Outcome.NOT_WRITTEN, full.outcome());
            }
            log.sync();
            assertEquals(LogState.OPEN, log.state());
            store.full = false;
            assertEquals(1, log.append(Logs.bytes("b")));
            assertEquals(List.of("a", "b"), store.texts());
        }
    }

    @Test
    void everyAppendOfTheRefusedGroupFailsAndNoOther() {
        SteppedLog log = new SteppedLog();
        CompletableFuture<Long> before = log.append("before");
        log.encode();
        log.write();
        log.store.full = true;
        List<CompletableFuture<Long>> refused = List.of(log.append("x"), log.append("y"), log.append("z"));
        log.encode();
        log.write();
        log.store.full = false;
        CompletableFuture<Long> after = log.append("after");
        log.run();
        assertEquals(0, before.join());
        DiskFullException first = Logs.failure(DiskFullException.class, refused.get(0));
        DiskFullException last = Logs.failure(DiskFullException.class, refused.get(2));
        assertTrue(first != last && first.getCause() == last.getCause());
        assertEquals(1, after.join());
        assertEquals(List.of("before", "after"), log.store.texts());
    }

    @Test
    void aRefusedGroupCompletesBehindWhatIsStillToBeSynced() {
        SteppedLog log = new SteppedLog();
        CompletableFuture<Long> before = log.append("before");
        log.encode();
        log.write();
        log.store.full = true;
        CompletableFuture<Long> refused = log.append("x");
        log.encode();
        log.write();
        log.completeSettled();
        assertTrue(!before.isDone() && !refused.isDone());
        log.run();
        assertEquals(0, before.join());
        Logs.failure(DiskFullException.class, refused);
    }
}
