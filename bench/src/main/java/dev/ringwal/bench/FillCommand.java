package dev.ringwal.bench;

import dev.ringwal.AppendCallback;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.log.Address;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Leaves a log behind: 2,000,000 records and closed, or killed while a segment is open and full. */
@Command(name = FillCommand.NAME, hidden = true)
final class FillCommand implements Callable<Integer> {

    static final String NAME = "fill";

    /** How the log is left. */
    enum Ending {
        CLOSE(0), KILL(77);

        private final int exitCode;

        Ending(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private static final long RECORDS = 2_000_000;
    /** So much of the open segment is written when it counts as full. */
    private static final double FULL = 0.95;
    private static final int STRIDE = 1000;
    private static final AppendCallback IGNORED = (sequence, failure) -> { };

    @Option(names = "--directory", required = true)
    Path directory = Path.of("");

    @Option(names = "--payload", required = true)
    int payloadBytes;

    @Option(names = "--segment-bytes", required = true)
    long segmentBytes;

    @Option(names = "--ending", required = true)
    Ending ending = Ending.CLOSE;

    private long appended;

    @Override
    public Integer call() throws IOException {
        JavaProcess.endWithParent();
        byte[][] payloads = new Payloads(1, payloadBytes).of(0);
        try (WriteAheadLog log = WriteAheadLog.builder(directory).segmentBytes(segmentBytes).open()) {
            if (ending == Ending.CLOSE) {
                append(log, payloads, RECORDS);
            } else {
                do {
                    append(log, payloads, STRIDE);
                } while (last(log, payloads).offset() < FULL * segmentBytes);
                Runtime.getRuntime().halt(ending.exitCode());
            }
        }
        return ending.exitCode();
    }

    private void append(WriteAheadLog log, byte[][] payloads, long records) {
        for (long i = 0; i < records; i++) {
            log.append(payloads[(int) (appended++ % payloads.length)], IGNORED);
        }
    }

    /** Appends one more, and says where it is: so far back in no segment but a full-sized one. */
    private Address last(WriteAheadLog log, byte[][] payloads) {
        return log.bytes(Durability.SYNCED).appendAddressed(payloads[(int) (appended++ % payloads.length)]).join();
    }
}
