package dev.ringwal.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTest {

    private static final String STATISTICS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 %d 17\n";

    @TempDir
    Path devices;

    @Test
    void partitionHasTheFlushesOfItsDevice() throws IOException {
        Path disk = Files.createDirectories(devices.resolve("disk"));
        Path partition = Files.createDirectories(disk.resolve("disk1"));
        Files.writeString(disk.resolve("stat"), STATISTICS.formatted(42));
        Files.writeString(partition.resolve("stat"), STATISTICS.formatted(0));
        Files.createFile(partition.resolve("partition"));
        Path link = Files.createSymbolicLink(devices.resolve("8:1"), partition);

        assertEquals(42, Device.ofBlock(link).flushes());
        assertEquals(42, Device.ofBlock(disk).flushes());
    }

    @Test
    void deviceThatIsNotThereTellsNothing() throws IOException {
        assertFalse(Device.ofBlock(devices.resolve("none")).isKnown());
        assertEquals(0, Device.ofBlock(devices.resolve("none")).flushes());
    }
}
