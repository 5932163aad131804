package dev.ringwal.bench.ringwal;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.Settings;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Trims a log behind its producers, so that the disk does not fill: it holds no more than half as much again as it is to keep. */
final class Trimmer implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 20;

    private final WriteAheadLog log;
    private final long mostRecords;
    private final long leastRecords;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Trimmer::daemon);
    private final Future<?> trimming;

    Trimmer(WriteAheadLog log, Settings settings) {
        this.log = log;
        leastRecords = settings.keptBytes() / (settings.payloadBytes() + Integer.BYTES);
        mostRecords = leastRecords + leastRecords / 2;
        trimming = thread.scheduleWithFixedDelay(this::trim, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "trimmer");
        thread.setDaemon(true);
        return thread;
    }

    private void trim() {
        long end = log.durableSequence() + 1;
        if (end - log.firstSequence() > mostRecords) {
            log.trimBefore(end - leastRecords);
        }
    }

    /**
     * Returns when no trim is under way.
     *
     * @throws IllegalStateException when one has failed, since when nothing was trimmed
     */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
            if (!trimming.isCancelled()) {
                trimming.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("trimming failed", e.getCause());
        }
    }
}
