package dev.ringwal.bench;

import dev.ringwal.AppendCallback;
import dev.ringwal.WriteAheadLog;
import dev.ringwal.bench.system.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    /** The next segment is there when one is half full; this much more, framing included, is written then. */
    private static final double REST = 0.45;
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
        byte[][] payloads = new Payloads(1, payloadBytes).of(0);
        try (WriteAheadLog log = WriteAheadLog.builder(directory).segmentBytes(segmentBytes).open()) {
            if (ending == Ending.CLOSE) {
                append(log, payloads, RECORDS);
            } else {
                while (wholeSegments() < 2) {
                    append(log, payloads, STRIDE);
                    log.sync();
                }
                append(log, payloads, (long) (REST * segmentBytes / (payloadBytes + Integer.BYTES)));
                log.sync();
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

    /** The first ones are smaller. Files in the making have another name for a while, and vanish with it. */
    private long wholeSegments() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".seg")).toList();
        }
        long whole = 0;
        for (Path file : files) {
            whole += Files.size(file) >= segmentBytes ? 1 : 0;
        }
        return whole;
    }
}
