package dev.ringwal.bench;

import dev.ringwal.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long after its acknowledgement a record reaches a reader in another process. */
@Command(name = "follow", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Appends one record after the other and prints how long after each acknowledgement another process has read it.")
final class FollowCommand implements Callable<Integer> {

    private static final int MOST_RECORDS = 100_000_000;
    /** The follower waits longer than that. */
    private static final int MOST_PAUSE_MICROS = 10_000_000;

    @Option(names = "--records", paramLabel = "N", description = "How many.", defaultValue = "5000")
    int records;

    @Option(names = "--pause-micros", paramLabel = "N", description = "Time between an acknowledgement and the next append.", defaultValue = "1000")
    int pauseMicros;

    @Mixin
    DataDirectory data = new DataDirectory();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Range.require(spec.commandLine(), "--records", records, 1, MOST_RECORDS);
        Range.require(spec.commandLine(), "--pause-micros", pauseMicros, 0, MOST_PAUSE_MICROS);
        try (Workspace workspace = data.open()) {
            Path directory = workspace.directory().resolve("log");
            Path ready = workspace.directory().resolve("ready");
            try (WriteAheadLog log = WriteAheadLog.open(directory)) {
                CompletableFuture<Integer> follower = CompletableFuture.supplyAsync(() -> follow(directory, ready));
                while (!Files.exists(ready) && !follower.isDone()) {
                    Pause.of(Duration.ofMillis(1));
                }
                append(log, follower);
                if (follower.join() != 0) {
                    throw new GaveUpException("the follower ended with exit code " + follower.join());
                }
                return 0;
            }
        }
    }

    /** Each says when it was handed in, and when the one before was acknowledged. */
    private void append(WriteAheadLog log, Future<?> follower) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(2 * Long.BYTES);
        long acknowledged = 0;
        for (int i = 0; i <= records && !follower.isDone(); i++) {
            record.clear().putLong(System.nanoTime()).putLong(acknowledged).flip();
            log.append(record);
            acknowledged = System.nanoTime();
            Pause.of(Duration.ofNanos(1000L * pauseMicros));
        }
    }

    private int follow(Path directory, Path ready) {
        try {
            return JavaProcess.run(List.of(), List.of(), List.of(FollowerCommand.NAME, "--directory", directory.toString(),
                    "--ready", ready.toString(), "--records", Integer.toString(records)));
        } catch (IOException e) {
            throw new GaveUpException("the follower failed: " + e);
        }
    }
}
