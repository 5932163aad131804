package dev.ringwal.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.WriteAheadLog;
import dev.ringwal.log.LogReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {

    private static final int PRODUCERS = 2;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    private final Reports reports = new Reports(Channels.newChannel(pipe), () -> 5);

    /** Each number is a producer; its orders are appended in their order. */
    private void append(int... producers) {
        Orders orders = new Orders();
        long[] next = new long[PRODUCERS];
        try (WriteAheadLog log = WriteAheadLog.open(directory)) {
            for (int producer : producers) {
                log.append(orders.order(producer, next[producer]++));
            }
        }
    }

    /** Far apart, so that each is passed on at once. */
    private void acknowledge(int... producers) {
        for (int sequence = 0; sequence < producers.length; sequence++) {
            reports.acknowledged(sequence, producers[sequence], 1_000, (sequence + 1) * 1_000_000_000L);
        }
    }

    private Witness witness(byte[] reported) throws IOException {
        Witness witness = new Witness();
        witness.read(new ByteArrayInputStream(reported));
        return witness;
    }

    private Proof prove() throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(directory); LogReader reader = log.reader(0)) {
            return Proof.of(reader, witness(pipe.toByteArray()), PRODUCERS);
        }
    }

    @Test
    void holdsWhenTheLogIsWhatWasAcknowledged() throws IOException {
        append(0, 1, 1, 0);
        acknowledge(0, 1, 1, 0);

        assertEquals(new Proof(4, 0, 0, 0, 0), prove());
        assertTrue(prove().holds());
    }

    @Test
    void moreThanAcknowledgedIsAllowed() throws IOException {
        append(0, 1, 1, 0);
        acknowledge(0, 1);

        assertEquals(new Proof(2, 0, 0, 2, 0), prove());
        assertTrue(prove().holds());
    }

    @Test
    void missingRecordIsFound() throws IOException {
        append(0, 1);
        acknowledge(0, 1, 1, 0);

        assertEquals(new Proof(4, 2, 0, 0, 0), prove());
        assertFalse(prove().holds());
    }

    @Test
    void recordsOutOfOrderAreFound() throws IOException {
        append(0, 1, 1, 0);
        acknowledge(1, 0, 1, 0);

        assertEquals(2, prove().altered());
        assertFalse(prove().holds());
    }

    @Test
    void recordThatNobodyWroteIsFound() throws IOException {
        append(0, 1);
        try (WriteAheadLog log = WriteAheadLog.open(directory)) {
            log.append(new byte[] {1, 2, 3});
        }
        acknowledge(0, 1);

        assertEquals(1, prove().foreign());
        assertFalse(prove().holds());
    }

    @Test
    void unfinishedReportSaysNothing() throws IOException {
        acknowledge(0, 1, 0);
        byte[] torn = Arrays.copyOf(pipe.toByteArray(), pipe.size() - 2 * Reports.REPORT_BYTES - 1);

        assertEquals(2, witness(torn).acknowledged());
        assertEquals(5, witness(torn).syncs());
    }

    @Test
    void gapInTheReportsIsRefused() {
        reports.acknowledged(1, 0, 1_000, 1_000_000_000L);

        assertThrows(IllegalStateException.class, () -> witness(pipe.toByteArray()));
    }
}
