package dev.ringwal.cli.demo;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.Durability;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The process that is killed: producers journal orders as fast as acknowledgements let them. Never ends by itself. */
public final class Journal {

    private Journal() {
    }

    /** Runs until the witness is gone or something fails, and returns that. */
    public static Throwable run(Path directory, int producers, WritableByteChannel pipe) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        WriteAheadLog log = WriteAheadLog.open(directory);
        Reports reports = new Reports(pipe, () -> log.statistics().syncs());
        for (int id = 0; id < producers; id++) {
            Thread thread = new Thread(
                    new Producer(id, log.buffers(Durability.SYNCED), reports, failure::complete), "producer-" + id);
            thread.setDaemon(true);
            thread.start();
        }
        return failure.join();
    }
}
