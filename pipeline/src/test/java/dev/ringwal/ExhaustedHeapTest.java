package dev.ringwal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.log.Durability;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No heap is left just when the first records are appended: nobody may wait for ever, and nothing acknowledged may be missing. */
@Tag("stress")
@Timeout(120)
class ExhaustedHeapTest {

    private static final String LAST = "last acknowledged ";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(ThreadLayout.class)
    void exhaustedHeapLeavesNobodyWaiting(ThreadLayout layout) throws Exception {
        String said = Forked.run(FirstAppends.class, directory, "-XX:+UseSerialGC", "-Xmx20m", "-Dlayout=" + layout);

        String last = said.lines().filter(line -> line.startsWith(LAST)).reduce((before, line) -> line).orElseThrow();
        long acknowledged = Long.parseLong(last.substring(LAST.length()));
        try (WriteAheadLog log = WriteAheadLog.open(directory.resolve("log"))) {
            assertTrue(log.durableSequence() >= acknowledged, log.durableSequence() + " after " + last);
            for (long sequence = 0; sequence <= acknowledged; sequence++) {
                log.read(sequence);
            }
        }
    }

    /** The process. */
    static final class FirstAppends {

        private static final long PATIENCE_SECONDS = 30;

        private final WriteAheadLog log;
        private final AtomicLong acknowledged = new AtomicLong(-1);
        private final CountDownLatch outcomes = new CountDownLatch(1);
        private final AtomicInteger pending = new AtomicInteger(1);
        private volatile boolean full;
        private volatile boolean stop;

        private FirstAppends(WriteAheadLog log) {
            this.log = log;
        }

        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            WriteAheadLog log = WriteAheadLog.builder(directory)
                    .threadLayout(ThreadLayout.valueOf(System.getProperty("layout"))).ringSize(256).segmentBytes(64 * 1024).open();
            FirstAppends process = new FirstAppends(log);
            process.say(); // what it needs is loaded before the heap is full
            process.run();
            process.say();
        }

        private void say() {
            System.out.println(LAST + acknowledged.get());
        }

        private void acknowledge(long sequence) {
            acknowledged.accumulateAndGet(sequence, Math::max);
        }

        private void run() throws InterruptedException {
            Thread hog = new Thread(this::fillHeap, "hog");
            List<Thread> appenders = List.of(
                    appender(this::appendBlocking), appender(this::appendBlocking), appender(this::appendBlocking),
                    appender(this::appendAsync), appender(this::appendWithCallback), appender(this::appendBatch));
            Thread closer = new Thread(() -> untilItWorks(log::close), "closer");
            appenders.forEach(Thread::start);
            hog.start();
            join(hog);
            stop = true;
            for (Thread appender : appenders) {
                join(appender);
            }
            closer.start();
            join(closer);
            settle();
            if (!outcomes.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                hang(pending + " appends never got an outcome; " + log.state());
            }
        }

        /** It is ready before the heap is full, but appends for the first time then. */
        private Thread appender(Runnable append) {
            return new Thread(() -> {
                awaitFullHeap();
                append.run();
            }, "appender");
        }

        private void awaitFullHeap() {
            while (!full) {
                Thread.onSpinWait();
            }
        }

        private void appendBlocking() {
            while (!stop) {
                attempt(() -> acknowledge(log.append(new byte[8])));
            }
        }

        private void appendBatch() {
            while (!stop) {
                attempt(() -> acknowledge(log.append(log.newBatch().add(new byte[8]).add(new byte[3000]))));
            }
        }

        private void appendAsync() {
            while (!stop) {
                attempt(() -> {
                    CompletableFuture<Long> future = log.appendAsync(new byte[2000]);
                    acknowledge(future.join());
                });
            }
        }

        private void appendWithCallback() {
            Appender<byte[]> written = log.bytes(Durability.WRITTEN);
            AppendCallback callback = (sequence, failure) -> settle();
            while (!stop) {
                pending.incrementAndGet();
                boolean entered = false;
                try {
                    written.append(new byte[8], callback);
                    entered = true;
                } catch (Throwable refused) {
                    Thread.onSpinWait();
                } finally {
                    if (!entered) {
                        settle();
                    }
                }
            }
        }

        private void settle() {
            if (pending.decrementAndGet() == 0) {
                outcomes.countDown();
            }
        }

        private static void attempt(Runnable append) {
            try {
                append.run();
            } catch (Throwable failure) {
                Thread.onSpinWait();
            }
        }

        private static void untilItWorks(Runnable close) {
            try {
                close.run();
            } catch (Throwable thrown) {
                close.run();
            }
        }

        /** To the last byte, for a while, some times. */
        private void fillHeap() {
            Object[] held = new Object[1 << 17];
            for (int round = 0; round < 5; round++) {
                int count = 0;
                for (int size = 64 * 1024; size > 0; size = size == 8 ? 0 : size / 8) {
                    try {
                        while (count < held.length) {
                            held[count] = new byte[size];
                            count++;
                        }
                    } catch (OutOfMemoryError full) {
                        // on with smaller ones
                    }
                }
                full = true;
                LockSupport.parkNanos(300_000_000);
                Arrays.fill(held, null);
            }
        }

        private void join(Thread thread) throws InterruptedException {
            thread.join(PATIENCE_SECONDS * 1000);
            if (thread.isAlive()) {
                hang(thread.getName() + " hangs; " + log.state());
            }
        }

        private static void hang(String what) {
            System.out.println(what);
            for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
                System.out.println(each.getKey());
                for (StackTraceElement frame : each.getValue()) {
                    System.out.println("    " + frame);
                }
            }
            Runtime.getRuntime().halt(1);
        }
    }
}
