package dev.ringwal.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringwal.bench.UnderTarget;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContenderTest {

    private static final int RAW_BYTES = 4 << 20;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int PAYLOAD_BYTES = 100;

    @TempDir(factory = UnderTarget.class)
    Path directory;

    private final Payloads payloads = new Payloads(2, PAYLOAD_BYTES);

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-crc", "raw-queue", "raw-fresh", "raw-fresh-queue", "ringwal", "ringwal-futures", "ringwal/two", "ringwal/four/park"})
    void readsBackWhatTwoProducersAppended(String system) throws IOException {
        try (Contender contender = open(system, Durability.SYNCED)) {
            Lane[] lanes = {contender.lane(0), contender.lane(1)};
            for (int i = 0; i < 5000; i++) {
                for (int producer = 0; producer < 2; producer++) {
                    lanes[producer].append(payloads.of(producer)[i % Payloads.MOST_IN_ROUND]);
                }
            }
            lanes[0].drain();
            lanes[1].drain();

            assertEquals(5000, lanes[0].completed());
            assertEquals(10_000, contender.readBack(new PayloadCheck(payloads)));
            assertTrue(contender.syncs() > 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-queue", "raw-fresh", "raw-fresh-queue", "ringwal", "ringwal-futures"})
    void anAppendThatIsWaitedForIsSynced(String system) throws IOException {
        try (Contender contender = open(system, Durability.SYNCED)) {
            Lane lane = contender.lane(0);
            for (int i = 0; i < 10; i++) {
                lane.appendAndWait(payloads.of(0)[i]);
            }

            assertEquals(10, lane.completed());
            assertTrue(contender.syncs() >= 10);
            assertEquals(10, contender.readBack(new PayloadCheck(payloads)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-crc", "raw-queue", "raw-fresh", "raw-fresh-queue", "ringwal", "ringwal-futures"})
    void writtenRecordsAreReadBackToo(String system) throws IOException {
        try (Contender contender = open(system, Durability.WRITTEN)) {
            append(contender, 3000);

            assertEquals(3000, contender.readBack(new PayloadCheck(payloads)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-queue"})
    void theRawFileBeginsAgainAtItsFront(String system) throws IOException {
        try (Contender contender = open(system, Durability.WRITTEN)) {
            append(contender, 100_000);

            long lap = contender.readBack(new PayloadCheck(payloads));
            assertTrue(lap > 0 && lap <= RAW_BYTES / PAYLOAD_BYTES, () -> lap + " records");
        }
    }

    @Test
    void aLogIsDeletedWhenItIsClosed() throws IOException {
        try (Contender contender = open("ringwal", Durability.SYNCED)) {
            append(contender, 1);
        }

        assertFalse(Files.exists(directory.resolve("log")));
    }

    private Contender open(String system, Durability durability) throws IOException {
        return SystemName.parse(system).open(new Settings(directory, RAW_BYTES, SEGMENT_BYTES, Settings.KEPT_BYTES, durability, PAYLOAD_BYTES,
                2, Settings.manyInFlight(PAYLOAD_BYTES)));
    }

    private void append(Contender contender, int records) throws IOException {
        Lane lane = contender.lane(0);
        for (int i = 0; i < records; i++) {
            lane.append(payloads.of(0)[i % Payloads.MOST_IN_ROUND]);
        }
        lane.drain();
    }

    @Test
    void batchesAreReadBack() throws IOException {
        try (Contender contender = open("ringwal", Durability.SYNCED)) {
            Lane lane = contender.lane(0);
            lane.appendBatch(Arrays.copyOfRange(payloads.of(0), 0, 600));
            lane.appendBatch(Arrays.copyOfRange(payloads.of(0), 600, 1000));
            lane.drain();

            assertEquals(1000, lane.completed());
            assertEquals(1000, contender.readBack(new PayloadCheck(payloads)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw-queue", "ringwal"})
    void tellsOfEveryCompletion(String system) throws IOException {
        AtomicLong told = new AtomicLong();
        try (Contender contender = open(system, Durability.SYNCED)) {
            Lane lane = contender.lane(0, told::set);
            lane.append(payloads.of(0)[0]);
            lane.append(payloads.of(0)[1]);
            lane.flush();
            lane.drain();

            assertEquals(2, told.get());
        }
    }

    @Test
    void singleRecordsAreReadByTheirNumber() throws IOException {
        try (Contender contender = open("ringwal", Durability.SYNCED)) {
            append(contender, 50);
            try (PointReads reads = contender.pointReads()) {
                assertEquals(ByteBuffer.wrap(payloads.of(0)[17]), reads.read(17));
            }
        }
    }
}
