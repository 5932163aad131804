package dev.ringwal.examples;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogReader;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * Publishes durable records from a sequence on, as many as each subscriber asks for: who asks for nothing holds up nobody, as the records
 * wait in the log. Every subscriber has a thread and a reader of its own. The end of the log is an error for the subscriber: a log has none but
 * its close.
 */
public final class RecordPublisher implements Publisher<RecordPublisher.Entry> {

    /** How long a subscription that was cancelled may go on waiting for a record. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final WriteAheadLog log;
    private final long fromSequence;

    /** A record of the log, copied. */
    public record Entry(long sequence, byte[] payload) {
    }

    public RecordPublisher(WriteAheadLog log, long fromSequence) {
        this.log = log;
        this.fromSequence = fromSequence;
    }

    @Override
    public void subscribe(Subscriber<? super Entry> subscriber) {
        Demand demand = new Demand(Objects.requireNonNull(subscriber));
        Thread thread = new Thread(() -> publish(demand), "record-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    private void publish(Demand demand) {
        demand.subscriber.onSubscribe(demand);
        try (LogReader reader = log.reader(fromSequence)) {
            while (demand.await()) {
                if (reader.next(PATIENCE)) {
                    byte[] payload = new byte[reader.payload().remaining()];
                    reader.payload().get(payload);
                    demand.taken();
                    demand.subscriber.onNext(new Entry(reader.sequence(), payload));
                }
            }
        } catch (RuntimeException failed) {
            demand.fail(failed);
        }
    }

    /** What one subscriber wants. Any thread. */
    private static final class Demand implements Subscription {

        private final Subscriber<? super Entry> subscriber;
        private long wanted;
        private boolean cancelled;

        Demand(Subscriber<? super Entry> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public synchronized void request(long records) {
            if (records <= 0) {
                fail(new IllegalArgumentException("request " + records + " is not positive"));
                return;
            }
            wanted = wanted + records < 0 ? Long.MAX_VALUE : wanted + records;
            notifyAll();
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            notifyAll();
        }

        /** Waits until something is wanted; false when nothing will be. */
        synchronized boolean await() {
            while (wanted == 0 && !cancelled) {
                try {
                    wait();
                } catch (InterruptedException stop) {
                    cancelled = true;
                }
            }
            return !cancelled;
        }

        synchronized void taken() {
            wanted--;
        }

        /** Once; not after a cancel. */
        void fail(RuntimeException cause) {
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                cancel();
            }
            subscriber.onError(cause);
        }
    }
}
