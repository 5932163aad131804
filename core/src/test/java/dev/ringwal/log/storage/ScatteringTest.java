package dev.ringwal.log.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScatteringTest {

    private static final int SEEDS = 300;
    private static final int SECTOR = 512;

    @Test
    void theSameSeedLeavesTheSame() throws IOException {
        assertArrayEquals(overwritten(7).contents("f"), overwritten(7).contents("f"));
    }

    @Test
    void aSectorIsKeptLostZeroedOrGarbled() throws IOException {
        Set<String> fates = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] left = overwritten(seed).contents("f");
            for (int sector = 0; sector < 4; sector++) {
                fates.add(fateOf(Arrays.copyOfRange(left, sector * SECTOR, sector * SECTOR + 256)));
            }
        }
        assertEquals(Set.of("kept", "lost", "zeroed", "garbled"), fates);
    }

    @Test
    void sectorsMeetTheirFatesIndependently() throws IOException {
        boolean laterWithoutEarlier = false;
        boolean earlierWithoutLater = false;
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] left = overwritten(seed).contents("f");
            laterWithoutEarlier |= left[0] == 1 && left[SECTOR] == 2;
            earlierWithoutLater |= left[0] == 2 && left[SECTOR] == 1;
        }
        assertTrue(laterWithoutEarlier && earlierWithoutLater);
    }

    @Test
    void bytesThatAreAsLastSyncedAreNeverHarmed() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] left = overwritten(seed).contents("f");
            for (int sector = 0; sector < 4; sector++) {
                assertEquals("lost", fateOf(Arrays.copyOfRange(left, sector * SECTOR + 256, (sector + 1) * SECTOR)));
            }
        }
    }

    @Test
    void aLengthIsOldOrNewWhateverBecomesOfTheData() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        boolean grownByZeros = false;
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryStorage disk = new MemoryStorage(seed);
            disk.put("f", filled(100, 1));
            disk.openForWriting("f").write(direct(filled(900, 2)), 100);
            byte[] left = disk.powerCut(Unsynced.SCATTERED).contents("f");
            lengths.add(left.length);
            grownByZeros |= left.length == 1000 && left[999] == 0;
        }
        assertEquals(Set.of(100, 1000), lengths);
        assertTrue(grownByZeros);
    }

    @Test
    void namesComeAndGoIndependently() throws IOException {
        Set<Set<String>> left = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryStorage disk = new MemoryStorage(seed);
            disk.put("old", filled(1, 1));
            disk.create("prepared");
            disk.link("prepared", "segment");
            disk.delete("prepared");
            disk.delete("old");
            left.add(Set.copyOf(disk.powerCut(Unsynced.SCATTERED).list()));
        }
        assertEquals(8, left.size());
    }

    @Test
    void aMappedSectorIsAsItWasAtSomeTime() throws IOException {
        Set<Byte> first = new HashSet<>();
        boolean torn = false;
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryStorage disk = new MemoryStorage(seed);
            disk.put("state", filled(4096, 1));
            StatePage page = disk.mapState("state", 4096);
            for (byte value = 2; value <= 4; value++) {
                page.bytes().put(0, filled(4096, value));
            }
            byte[] left = disk.powerCut(Unsynced.SCATTERED).contents("state");
            first.add(left[0]);
            torn |= left[0] != left[4095];
        }
        assertEquals(Set.of((byte) 1, (byte) 2, (byte) 3, (byte) 4), first);
        assertTrue(torn);
    }

    @Test
    void whatAFailedSyncHasForgottenDoesNotComeBack() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            MemoryStorage disk = new MemoryStorage(seed);
            disk.put("f", filled(SECTOR, 1));
            StorageFile file = disk.openForWriting("f");
            file.write(direct(filled(SECTOR, 2)), 0);
            disk.fail(Operation.SYNC, 1);
            assertFalse(synced(file));
            assertTrue(synced(file));
            assertArrayEquals(filled(SECTOR, 1), disk.powerCut(Unsynced.SCATTERED).contents("f"));
        }
    }

    /** Four synced sectors of 1; then all is written again, with 2 in the first half of each sector. */
    private static MemoryStorage overwritten(long seed) throws IOException {
        MemoryStorage disk = new MemoryStorage(seed);
        disk.put("f", filled(4 * SECTOR, 1));
        byte[] pending = filled(4 * SECTOR, 1);
        for (int sector = 0; sector < 4; sector++) {
            Arrays.fill(pending, sector * SECTOR, sector * SECTOR + 256, (byte) 2);
        }
        disk.openForWriting("f").write(direct(pending), 0);
        return disk.powerCut(Unsynced.SCATTERED);
    }

    private static String fateOf(byte[] part) {
        if (Arrays.equals(part, filled(256, 2))) {
            return "kept";
        }
        if (Arrays.equals(part, filled(256, 1))) {
            return "lost";
        }
        return Arrays.equals(part, new byte[256]) ? "zeroed" : "garbled";
    }

    private static boolean synced(StorageFile file) {
        try {
            file.sync();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
