package dev.ringwal.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ringwal.bench.system.Contender;
import dev.ringwal.bench.system.Lane;
import dev.ringwal.bench.system.PayloadCheck;
import dev.ringwal.bench.system.Payloads;
import dev.ringwal.bench.system.Settings;
import dev.ringwal.bench.system.SystemName;
import dev.ringwal.log.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class PeersTest {

    private static final int PAYLOAD_BYTES = 100;
    private static final int RECORDS = 5000;
    private static final long SEGMENT_BYTES = 16 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Peer.class)
    void readsBackWhatTwoProducersAppended(Peer peer) throws IOException {
        for (Durability durability : List.of(Durability.SYNCED, Durability.WRITTEN)) {
            Payloads payloads = new Payloads(2, PAYLOAD_BYTES);
            try (Contender contender = open(peer, durability, 2)) {
                List<Lane> lanes = new ArrayList<>(List.of(contender.lane(0), contender.lane(1)));
                for (int i = 0; i < RECORDS; i++) {
                    for (int producer = 0; producer < 2; producer++) {
                        byte[][] round = payloads.of(producer);
                        lanes.get(producer).append(round[i % round.length]);
                    }
                }
                for (Lane lane : lanes) {
                    lane.drain();
                    assertEquals(RECORDS, lane.completed());
                }

                assertEquals(2L * RECORDS, contender.readBack(new PayloadCheck(payloads)));
            }
        }
        assertFalse(Files.exists(directory.resolve(peer.label())));
    }

    @ParameterizedTest
    @EnumSource(Peer.class)
    void anAppendIsWaitedForAndTold(Peer peer) throws IOException {
        AtomicLong told = new AtomicLong();
        Payloads payloads = new Payloads(1, PAYLOAD_BYTES);
        try (Contender contender = open(peer, Durability.SYNCED, 1)) {
            Lane lane = contender.lane(0, told::set);
            for (int i = 0; i < 10; i++) {
                lane.appendAndWait(payloads.of(0)[i]);
            }
            assertEquals(10, lane.completed());
            lane.append(payloads.of(0)[10]);
            lane.drain();

            assertEquals(lane.completed(), 11);
            assertFalse(told.get() == 0);
            assertEquals(11, contender.readBack(new PayloadCheck(payloads)));
        }
    }

    private Contender open(Peer peer, Durability durability, int producers) throws IOException {
        Settings settings = new Settings(directory, SEGMENT_BYTES, SEGMENT_BYTES, Settings.KEPT_BYTES, durability, PAYLOAD_BYTES, producers,
                Settings.manyInFlight(PAYLOAD_BYTES));
        return SystemName.parse(peer.label()).open(settings);
    }
}
