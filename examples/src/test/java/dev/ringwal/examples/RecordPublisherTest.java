package dev.ringwal.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogClosedException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordPublisherTest {

    @TempDir
    private Path directory;

    private WriteAheadLog log;
    private final Collector collector = new Collector();

    private static final class Collector implements Subscriber<RecordPublisher.Entry> {

        final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
        final BlockingQueue<RecordPublisher.Entry> entries = new LinkedBlockingQueue<>();
        final CompletableFuture<Throwable> error = new CompletableFuture<>();

        @Override
        public void onSubscribe(Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(RecordPublisher.Entry entry) {
            entries.add(entry);
        }

        @Override
        public void onError(Throwable cause) {
            error.complete(cause);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("a log has no end");
        }

        void requireNext(long from, int count) throws InterruptedException {
            for (long sequence = from; sequence < from + count; sequence++) {
                RecordPublisher.Entry entry = entries.poll(20, TimeUnit.SECONDS);
                assertEquals(sequence, entry.sequence());
                assertEquals((byte) sequence, entry.payload()[0]);
            }
        }
    }

    @BeforeEach
    void fill() {
        log = WriteAheadLog.builder(directory).ringSize(64).open();
        append(0, 20);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void append(int from, int count) {
        for (int i = from; i < from + count; i++) {
            log.append(new byte[] {(byte) i});
        }
    }

    @Test
    void asManyComeAsAreAskedFor() throws Exception {
        new RecordPublisher(log, 3).subscribe(collector);
        Subscription subscription = collector.subscription.get();
        assertTrue(collector.entries.isEmpty());
        subscription.request(5);
        collector.requireNext(3, 5);
        subscription.request(20);
        collector.requireNext(8, 12);
        assertNull(collector.entries.peek());
        append(20, 30);
        collector.requireNext(20, 8);

        subscription.request(1);
        collector.requireNext(28, 1);
        assertNull(collector.entries.peek());
        subscription.cancel();
    }

    @Test
    void closeOfTheLogIsToldOnce() throws Exception {
        new RecordPublisher(log, 0).subscribe(collector);
        collector.subscription.get().request(Long.MAX_VALUE);
        collector.subscription.get().request(Long.MAX_VALUE);
        log.close();

        assertInstanceOf(LogClosedException.class, collector.error.get());
        collector.requireNext(0, 20);
    }

    @Test
    void requestThatAsksForNothingIsAnError() throws Exception {
        new RecordPublisher(log, 0).subscribe(collector);
        collector.subscription.get().request(0);

        assertEquals("request 0 is not positive", collector.error.get().getMessage());
    }
}
