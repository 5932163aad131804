package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.LogFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TailTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final FakeStore store = new FakeStore();
    private final WriteAheadLog log = Logs.open(store, ThreadLayout.ONE);
    private final ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();

    @Test
    void deliversWhatIsThereAndWhatComes() {
        log.append(new byte[1]);
        log.append(new byte[1]);
        Tail tail = log.tail(1, record -> seen.add(record.sequence()));
        log.append(new byte[1]);
        log.close();
        assertTrue(tail.awaitEnd(LONG));
        assertEquals(List.of(1L, 2L), List.copyOf(seen));
        assertTrue(tail.failure().isEmpty());
    }

    @Test
    void closingItEndsItThoughItWaits() {
        Tail tail = log.tail(0, record -> seen.add(record.sequence()));
        tail.close();
        assertTrue(tail.awaitEnd(Duration.ZERO));
        assertTrue(tail.failure().isEmpty());
        tail.close();
        log.append(new byte[1]);
        assertTrue(seen.isEmpty());
        log.close();
    }

    @Test
    void whatItsHandlerThrowsEndsIt() {
        IllegalStateException thrown = new IllegalStateException();
        Tail tail = log.tail(0, record -> {
            throw thrown;
        });
        log.append(new byte[1]);
        assertTrue(tail.awaitEnd(LONG));
        assertSame(thrown, tail.failure().orElseThrow());
        log.close();
    }

    @Test
    void aPoisonedLogEndsItWithTheCause() {
        Tail tail = log.tail(0, record -> seen.add(record.sequence()));
        log.append(new byte[1]);
        store.syncThrows = new IOException("injected");
        assertThrows(LogFailedException.class, () -> log.append(new byte[1]));
        log.close();
        assertTrue(tail.awaitEnd(LONG));
        assertEquals(List.of(0L), List.copyOf(seen));
        assertSame(store.syncThrows, assertInstanceOf(LogFailedException.class, tail.failure().orElseThrow()).getCause());
    }

    @Test
    void itsHandlerMayAppendAndWaitAndClose() throws Exception {
        AtomicReference<Tail> tail = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        tail.set(log.tail(0, record -> {
            seen.add(record.sequence());
            assertEquals(1, log.append(new byte[1]));
            try {
                started.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            tail.get().close();
        }));
        started.countDown();
        log.append(new byte[1]);
        assertTrue(tail.get().awaitEnd(LONG));
        assertTrue(tail.get().failure().isEmpty());
        assertEquals(List.of(0L), List.copyOf(seen));
        log.close();
    }

    @Test
    void aHandlersInterruptOfItselfMeansNothing() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Tail tail = log.tail(0, record -> {
            seen.add(record.sequence());
            thread.set(Thread.currentThread());
            Thread.currentThread().interrupt();
        });
        log.append(new byte[1]);
        assertTrue(log.awaitDurable(0, LONG));
        while (thread.get() == null) {
            Thread.onSpinWait();
        }
        Logs.awaitWaiting(thread.get());
        log.append(new byte[1]);
        log.close();
        assertTrue(tail.awaitEnd(LONG));
        assertFalse(store.waitedForInterrupted);
        assertEquals(List.of(0L, 1L), List.copyOf(seen));
    }

    @Test
    void closingTheLogInATailsHandlerWorks() {
        Tail tail = log.tail(0, record -> log.close());
        log.append(new byte[1]);
        assertTrue(tail.awaitEnd(LONG));
        assertEquals(LogState.CLOSED, log.state());
    }

    @Test
    void pointReadsFindDurableRecordsOnly() {
        log.append(Logs.bytes("a"));
        assertEquals("a", new String(log.read(0)));
        assertEquals("a", new String(log.read(0)));
        assertThrows(NoSuchElementException.class, () -> log.read(1));
        assertThrows(IllegalArgumentException.class, () -> log.read(-1));
        assertFalse(log.reader(1).next());
        log.close();
        assertEquals("a", new String(log.read(0)));
    }
}
